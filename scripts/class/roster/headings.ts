import { MOODLE_HEADINGS, MOODLE_SUSPENDED } from "./moodle-headings";
import { cleanText, wordKey } from "./text";

/** What a column can be for, as far as its heading says. */
export type Purpose =
  | "userPrincipalName"
  | "mail"
  | "login"
  /** Free text that may be an address: GitHub Classroom's. */
  | "identifier"
  | "full"
  /** Full names as "Last, First". */
  | "lastFirst"
  /** A full name, a first or a last one: French "Nom", Spanish "Nombre". */
  | "name"
  | "first"
  | "last"
  | "id"
  /** The number of a ticket: one person may have several. */
  | "ticket"
  | "word"
  | "on"
  | "off"
  | "role"
  /** How many tickets a line stands for. */
  | "quantity"
  /** Never kept. */
  | "password"
  /** Known, and not used: it tells a line of headings from one of people. */
  | "other";

const list = (words: string): string[] => words.split(", ");
const MOODLE = ["first", "last", "mail", "id", "login"] as const;
const moodle = (part: (typeof MOODLE)[number]): string[] =>
  Object.values(MOODLE_HEADINGS).flatMap((row) => row[MOODLE.indexOf(part)]!.split("|"));

/**
 * Headings as vendors document them (docs of Canvas, Blackboard, Brightspace, Microsoft; exports of
 * Eventbrite, Luma and GitHub Classroom that users published), as Moodle's packs have them, and as
 * people write them in their own lists. Google Classroom's are a guess. Within a purpose the first
 * heading that a table has counts.
 */
const HEADINGS: Readonly<Record<Exclude<Purpose, "password">, readonly string[]>> = {
  userPrincipalName: list("userPrincipalName, user principal name, UPN, principal name"),
  mail: [
    ...list(
      "email, email address, mail, mail address, email id, school email, student email, university email, institutional email, work email, primary email, attendee email, participant email, user email, inviteeEmail, email address to invite",
    ),
    ...moodle("mail"),
    ...list(
      'Mailadresse, E-Mailadresse, courriel, adresse de messagerie, adresse courriel, adresse e-mail, adresse mail, adresse électronique, correo, correo electrónico, dirección de correo electrónico, dirección de email, email institucional, correo institucional, posta elettronica, indirizzo di posta elettronica, mailadres, e-mail adres, endereço de e-mail, endereço eletrónico, correio eletrónico, e-post, epost, mejl, mejladress, sähköposti, adres e-mail, adres email, adresă de email, adresă de e-mail, e-mail adresa, e-mailová adresa, Enderezo de correo electrónico, E-posta helbidea, el. paštas, e-pasts, e-posta, eposta, e-posta adresi, email adresi, почта, электронная почта, адреса електронної пошти, ел. пошта, эл. почта, адрес эл. почты, имейл, e-pošta, e-poštni naslov, elektronska pošta, ηλεκτρονικό ταχυδρομείο, διεύθυνση email, διεύθυνση ηλεκτρονικού ταχυδρομείου, メール, eメール, 电子邮件, 邮箱, 电子邮箱, 邮件地址, 電子郵件地址, 電子信箱, 電郵地址, 電子郵件信箱, 이메일, 메일, البريد الإلكتروني, بريد إلكتروني, דוא"ל, אימייל, דואר אלקטרוני',
    ),
  ],
  login: [
    ...list(
      "SIS login ID, login ID, login, user name, netid, net id, uid, account, account name, sign-in name, user",
    ),
    ...moodle("login"),
    ...list(
      "Benutzername, Benutzerkennung, Kennung, Nutzername, identifiant, usuario, utilizador, nome utente, utente, brukarnamn, přihlašovací jméno, логин, имя пользователя, ユーザー名, 账号, 아이디",
    ),
  ],
  identifier: ["identifier"],
  name: list(
    "name, nom, nombre, nome, naam, namn, navn, nimi, név, nume, ime, jméno, meno, имя, име, ім'я, όνομα, 名前, お名前, 이름, 名字, الاسم, اسم, שם, نام, nama, tên, ชื่อ, vardas, vārds, izena, isim, ad, adı, სახელი, नाम",
  ),
  full: list(
    "full name, display name, complete name, student name, attendee name, participant name, learner name, name of student, vollständiger name, anzeigename, vor- und nachname, vorname nachname, vorname und nachname, nom complet, nom et prénom, prénom et nom, nom prénom, nombre completo, nombre y apellidos, apellidos y nombre, nome completo, nome e cognome, cognome e nome, volledige naam, fullständigt namn, hela namnet, för- och efternamn, fulde navn, fullt navn, koko nimi, imię i nazwisko, nazwisko i imię, celé jméno, jméno a příjmení, meno a priezvisko, teljes név, nume complet, nume și prenume, ad soyad, adı soyadı, ФИО, полное имя, повне ім'я, ПІБ, ονοματεπώνυμο, 氏名, 姓名, 성명, الاسم الكامل, الاسم كاملا, שם מלא, ime i prezime, ime in priimek, teilnehmer, teilnehmer/in, teilnehmerin, étudiant, élève, estudiante, alumno, aluno, studente, cursist, leerling, studerende, opiskelija",
  ),
  lastFirst: list(
    "student, sortable name, last name first name, last first, surname first name, nachname vorname, familienname vorname",
  ),
  first: [
    ...list("first name, given name, forename, first, givenName"),
    ...moodle("first"),
    ...list("Rufname, utónév, 名, imię, jméno křestní, Όνομα μικρό, voornamen, prénoms, nombres"),
  ],
  last: [
    ...list("last name, surname, family name, last, sn, familyName"),
    ...moodle("last"),
    ...list(
      "Familienname, Zuname, familienaam, apellidos, cognomi, sobrenomes, cognom, apelido, családnév, soyad, soyisim, soyadınız, επώνυμο, اسم العائلة, اللقب, 苗字",
    ),
  ],
  id: [
    ...list(
      "SIS user ID, OrgDefinedId, objectId, object ID, sourcedId, SIS ID, student ID, student number, student no, matriculation number, registration number",
    ),
    // Czech "ID" means any id, as it does everywhere.
    ...moodle("id").filter((heading) => heading !== "ID"),
    ...list(
      "Matrikelnummer, Matrikel-Nr., Matrikelnr., Matr.-Nr., Matr.Nr., numéro étudiant, numéro d'étudiant, matricule, matrícula, número de estudiante, número de aluno, matricola, numero di matricola, studentnummer, studienummer, opiskelijanumero, numer albumu, nr albumu, 学籍番号, 學號, 학번, user_id, user id, person id, employee id, external id, id",
    ),
  ],
  ticket: list("attendee #, attendee no, attendee number, ticket number, api_id, guest id"),
  word: list(
    "status, attendee status, approval_status, enrollment status, enrolment status, enrollment state, registration status, participation status, statut, stato, állapot, tilanne, статус",
  ),
  on: list("availability, is_active, active, enabled, is enabled, enabledUser, account enabled"),
  off: [
    ...MOODLE_SUSPENDED,
    ...list(
      "[accountEnabled], block sign in, block credential, sign-in blocked, blocked, is suspended, is deleted",
    ),
  ],
  role: list(
    "role, roles, role_name, role name, user role, course role, rolle, rôle, rol, ruolo, papel, roll, rooli, rola, szerep, роль",
  ),
  quantity: list("quantity, ticket quantity, tickets, anzahl, quantité, cantidad"),
  other: list(
    "section, sections, group, groups, group name, gruppe, gruppen, groupes, grupos, gruppi, groepen, institution, department, abteilung, last access, last downloaded from this course, order #, order date, ticket type, ticket_name, barcode #, created_at, checked_in_at, phone, phone number, phone_number, cell phone, github_username, github_id, integration id, root account, end-of-line indicator, current score, final score, userType, usageLocation, jobTitle, redirection url, short_name, timestamp, type, action, sms",
  ),
};

/** Parts of headings of passwords, in the languages above. */
const PASSWORD =
  /passw|passphrase|\bpwd\b|kennwort|passwort|mot ?de ?passe|contrase|contrasenya|contrasinal|senha|palavra-?passe|wachtwoord|l[öo]senord|adgangskode|passord|salasana|heslo|has[łl]o|jelsz|parol|geslo|lozinka|lykilor|[şs]ifre|slapta|pasahitza|парол|лозинка|κωδικ[όο]ς πρ[όο]σβασης|パスワード|暗証|密码|密碼|口令|비밀번호|كلمة المرور|كلمة السر|رمز|סיסמ|รหัสผ่าน|mật khẩu|პაროლი|पासवर्ड/iu;

/** A purpose, and how far behind others of its kind a heading counts. */
export interface Meaning {
  purpose: Purpose;
  rank: number;
}

/** Of a word with several meanings the first counts: "Nombre" can be a first and a full name. */
const MEANINGS = new Map<string, Meaning>();
for (const [purpose, words] of Object.entries(HEADINGS) as [keyof typeof HEADINGS, string[]][])
  words.forEach((word, rank) => {
    for (const key of keysOf(word)) if (!MEANINGS.has(key)) MEANINGS.set(key, { purpose, rank });
  });

/**
 * Keys of a heading, the surest first: the property in brackets that Entra's templates have, or the
 * "(UPN)" of attendance reports of Teams in every language; the words; and the words without what
 * stands in parentheses.
 */
function keysOf(heading: string): string[] {
  const text = cleanText(heading);
  const [, bracket, upn] = /\[([^\]]*)\]|\((UPN)\)/i.exec(text) ?? [];
  const property = bracket ?? upn;
  const words = text.replace(/\[[^\]]*\]/g, " ").replace(/\brequired\b/gi, " ");
  const keys = [wordKey(words), wordKey(words.replace(/\([^)]*\)/g, " "))];
  if (property !== undefined) keys.unshift(`[${wordKey(property)}]`, wordKey(property));
  return keys.filter((key) => key !== "" && key !== "[]");
}

/** What a heading says of its column; undefined for one that is not known. */
export function meaningOf(heading: string): Meaning | undefined {
  if (isPassword(heading)) return { purpose: "password", rank: 0 };
  for (const key of keysOf(heading)) {
    const meaning = MEANINGS.get(key);
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}

/** Whether a column holds passwords, as far as its heading says. */
export const isPassword = (heading: string): boolean => PASSWORD.test(cleanText(heading));

/** Purposes of columns with user names, the surest first. */
export const USER_NAMES = ["userPrincipalName", "mail", "login", "identifier"] as const;

/** Whether a heading is that of user names. */
export const namesUsers = (heading: string): boolean =>
  USER_NAMES.some((purpose) => purpose === meaningOf(heading)?.purpose);

/** Headings of user names, for a hint at the nearest one. */
export const USER_NAME_HEADINGS: readonly string[] = USER_NAMES.flatMap((own) => HEADINGS[own]);
