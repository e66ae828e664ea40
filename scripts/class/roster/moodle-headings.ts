/** Headings of Moodle's exports in one language. Alternatives are separated by `|`. */
export type MoodleHeadings = readonly [
  first: string,
  last: string,
  mail: string,
  id: string,
  login: string,
];

/**
 * Moodle writes its headings in the language of the teacher: firstname, lastname, email, idnumber
 * and username of the file moodle.php in its language packs. Read in the packs of the repositories
 * projectestac/moodle-langpacks (6340d35, 2014), mudrd8mz/moodle-lang (9f43e2c, 2012) and
 * moodlehq/totara (the parent of d4fae84). Packs change: newer words may be missing.
 */
export const MOODLE_HEADINGS: Readonly<Record<string, MoodleHeadings>> = {
  ar: [
    "الاسم الأول",
    "الاسم الأخير",
    "عنوان البريد الإلكتروني",
    "رقم المُعرَّف|رقم بطاقة التعريف",
    "اسم المستخدم",
  ],
  bg: ["Име", "Фамилия", "Адрес за е-поща", "Идентификатор", "Потребителско име"],
  ca: ["Nom", "Cognoms", "Adreça electrònica", "Número ID", "Nom d'usuari"],
  cs: ["Křestní jméno", "Příjmení", "E-mailová adresa", "ID", "Uživatelské jméno"],
  da: ["Fornavn", "Efternavn", "E-mail-adresse", "Id-nummer", "Brugernavn"],
  de: ["Vorname", "Nachname", "E-Mail-Adresse", "ID-Nummer", "Anmeldename"],
  el: [
    "Μικρό/Βαπτιστικό όνομα",
    "Επίθετο",
    "Διεύθυνση ηλε.ταχυδρομείου",
    "Αναγνωριστικός αριθμός",
    "Όνομα χρήστη",
  ],
  en: ["First name", "Last name|Surname", "Email address", "ID number", "Username"],
  es: [
    "Nombre",
    "Apellido(s)|Apellido",
    "Dirección de correo",
    "Número de ID",
    "Nombre de usuario",
  ],
  et: ["Eesnimi", "Perekonnanimi", "E-posti aadress", "ID number", "Kasutajanimi"],
  eu: ["Izena", "Abizena(k)", "Helbide elektronikoa", "ID zenbakia", "Erabiltzaile-izena"],
  fa: ["نام", "نام خانوادگی", "آدرس پست الکترونیک", "کد شناسائی", "نام کاربری"],
  fi: ["Etunimi", "Sukunimi", "Sähköpostiosoite", "Tunnistenumero", "Käyttäjätunnus"],
  fr: [
    "Prénom",
    "Nom de famille|Nom",
    "Adresse de courriel",
    "Numéro d'identification",
    "Nom d'utilisateur",
  ],
  gl: ["Nome", "Apelidos", "Enderezo de correo", "Número ID", "Nome de usuario"],
  he: ["שם פרטי", "שם משפחה", "כתובת דואר אלקטרוני", "מספר זיהוי", "שם משתמש"],
  hi: ["प्रथम नाम", "सरनेम", "ई-मेल पता", "ID संख्या", "यूज़रनेम"],
  hr: ["Ime", "Prezime", "Email adresa", "ID broj", "Korisničko ime"],
  hu: ["Keresztnév", "Vezetéknév", "E-mail cím", "Azonosítószám", "Felhasználónév"],
  id: ["Nama Depan", "Nama akhir", "Alamat Email", "Nomor KTP", "Nama Pengguna"],
  is: ["Fornafn", "Eftirnafn", "Tölvupóstfang", "Auðkennitala", "Notendanafn"],
  it: ["Nome", "Cognome", "Indirizzo email", "Codice identificativo|Numero ID", "Username"],
  ja: ["名", "姓", "メールアドレス", "IDナンバー|IDナンバ", "ユーザ名"],
  ka: ["სახელი", "გვარი", "ელ-ფოსტა", "იდენტიფიკატორი (ID)", "მომხმ. სახელი"],
  ko: ["이름", "성", "이메일 주소", "id 번호", "사용자 아이디"],
  lt: ["Vardas", "Pavardė", "El. pašto adresas", "ID numeris", "Naudotojo vardas"],
  lv: ["Vārds", "Uzvārds", "E-pasta adrese", "ID numurs", "Lietotājvārds"],
  mk: ["Име", "Презиме", "Адреса за е-пошта", "Ид. број", "Корисничко име"],
  nb: ["Fornavn", "Etternavn", "E-postadresse", "ID-nummer", "Brukernavn"],
  nl: ["Voornaam", "Achternaam", "E-mailadres", "Nummer (ID)", "Gebruikersnaam"],
  nn: ["Fornamn", "Etternamn", "E-postadresse", "ID-nummer", "Brukarnamn"],
  pl: ["Imię", "Nazwisko", "E-mail", "Numer ID", "Nazwa użytkownika"],
  pt: ["Nome", "Apelido", "E-mail", "Número de identificação (ID)", "Nome de utilizador"],
  pt_br: [
    "Nome",
    "Sobrenome",
    "Endereço de email",
    "Número de identificação",
    "Usuário|Nome de usuário",
  ],
  ro: ["Prenume", "Nume de familie", "Adresa de e-mail", "Număr ID", "Nume de utilizator"],
  ru: ["Имя", "Фамилия", "Адрес электронной почты", "Индивидуальный номер", "Логин"],
  sk: ["Krstné meno", "Priezvisko", "Emailová adresa", "Číslo ID", "Používateľské meno"],
  sl: ["Ime", "Priimek", "Naslov e-pošte", "Identifikacijska številka", "Uporabniško ime"],
  sr: ["Ime", "Prezime", "Adresa e-pošte", "Identifikacioni broj", "Korisničko ime"],
  sv: ["Förnamn", "Efternamn", "E-postadress", "ID nummer", "Användarnamn"],
  th: ["ชื่อ", "นามสกุล", "อีเมล", "หมายเลข ID", "ชื่อผู้ใช้"],
  tr: ["Adı", "Soyadı", "E-posta adresi", "ID numarası", "Kullanıcı adı"],
  uk: ["Ім'я", "Прізвище", "Електронна пошта", "Індивідуальний номер", "Ім’я входу"],
  vi: ["Tên đệm và tên", "Họ", "Thư điện tử", "Mã số ID", "Kí danh"],
  zh_cn: ["名", "姓", "电子邮件地址|Email地址", "学号|ID 号", "用户名"],
  zh_tw: ["名字", "姓氏", "電子郵件", "識別號碼", "帳號"],
};

/**
 * Headings of the column that says who is suspended: in the same packs the words
 * "suspended" of auth.php and "participationsuspended" of enrol.php. Moodle's grader report has it
 * where a teacher also exports the grades of inactive people (its grade/export/txt).
 */
export const MOODLE_SUSPENDED = [
  ...["Suspended", "Gesperrtes Nutzerkonto", "Inaktiv", "Compte suspendu", "Suspendu"],
  ...["Cuenta suspendida", "Suspendido", "Compte invalidat", "Suspès", "Conta suspendida"],
  ...["Etendako kontua", "Etenda", "Account sospeso", "Sospesa", "Sospeso", "Conta suspensa"],
  ...["Suspenso", "Geschorste account", "Geschorst", "Cont suspendat", "Suspendat"],
  ...["Учетная запись заблокирована", "Заблокировано", "Avstängt konto", "Spärrad"],
  ...["Askıya alınmış hesap", "Askıya alınmış", "Заблокований обліковий запис"],
  ...["Заблокований", "Λογαριασμός σε αναστολή", "Σε αναστολή", "利用停止アカウント"],
  ...["一時停止", "停用账号", "已暂停", "유보된 계정", "유보", "الحساب معلّق", "مُعلَّق"],
  ...["Sulaikyta paskyra", "Sulaikyta", "Gesperrt"],
];
