import { wordKey } from "./text";

/** What a column says of a line: whether the person is in the course. */
export type StatusKind =
  /** A word: "Attending", "Refunded". */
  | "word"
  /** Yes means in: "Availability", "is_active". */
  | "on"
  /** Yes means out: "Suspended", "Block sign in". */
  | "off";

const keys = (words: string): ReadonlySet<string> => new Set(words.split(", ").map(wordKey));

/** Yes and no in the languages of Moodle's packs (`yes` and `no` of their moodle.php). */
const YES = keys(
  "yes, y, true, t, 1, ja, oui, sí, sim, si, da, tak, ano, áno, igen, evet, да, так, ναι, はい, 是, 是的, 예, نعم, כן, بله, kyllä, bai, taip, jā, jah, ใช่, ya, já, დიახ, हाँ",
);
const NO = keys(
  "no, n, false, f, 0, nein, non, não, nee, nej, nei, nie, ne, nem, nu, hayır, нет, ні, όχι, いいえ, 否, 아니요, لا, לא, خیر, ei, ez, ไม่, tidak",
);
/**
 * Words of Canvas (SIS), OneRoster, Eventbrite, Luma and hand-made lists. Luma: its API's
 * `approval_status`; `session` is not among them because no source says what it means.
 */
const IN = keys(
  "active, enrolled, enabled, attending, checked in, confirmed, approved, registered, accepted, current, aktiv, actif, activo, ativo, attivo, actief, aktywny",
);
const OUT = keys(
  "inactive, suspended, deleted, to be deleted, disabled, blocked, dropped, withdrawn, concluded, completed, refunded, not attending, cancelled, canceled, transferred, declined, rejected, denied, waitlist, waitlisted, on waitlist, pending, pending approval, invited, expired, removed, deactivated, inaktiv, inactif, inactivo, inativo, inattivo, inactief, gesperrt, gelöscht, abgemeldet, storniert",
);

/** Values by the kind of their column: those that put a person in, and those that put one out. */
const VALUES: Readonly<Record<StatusKind, readonly [ReadonlySet<string>, ReadonlySet<string>]>> = {
  word: [new Set([...YES, ...IN]), new Set([...NO, ...OUT])],
  on: [YES, NO],
  off: [NO, YES],
};

/** Whether a value puts a person in or out; undefined for a value that is not known. */
export function isIn(kind: StatusKind, value: string): boolean | undefined {
  const key = wordKey(value);
  const [isInWith, isOutWith] = VALUES[kind];
  if (key === "" || isInWith.has(key)) return true;
  if (isOutWith.has(key)) return false;
  return undefined;
}

const STUDENTS = keys(
  "student, learner, pupil, participant, attendee, participante, member, trainee, user, studentin, teilnehmer, teilnehmerin, teilnehmer/in, lernende, lernender, étudiant, étudiante, élève, apprenant, estudiante, alumno, alumna, aluno, aluna, estudante, studente, studentessa, cursist, leerling, studerende, opiskelija, student/in",
);
/**
 * "Presenter" is not among them: in a meeting of Teams everyone is one, unless the organiser or a
 * policy says otherwise (learn.microsoft.com, "Meeting policies in Teams", designated presenter role
 * mode). So it counts as a role that is not known: a seat, with a warning.
 */
const STAFF = keys(
  "teacher, instructor, professor, lecturer, tutor, ta, teaching assistant, grader, designer, course builder, builder, guest, observer, auditor, parent, guardian, relative, aide, proctor, administrator, admin, site administrator, system administrator, district administrator, manager, staff, faculty, editing teacher, non-editing teacher, organizer, organiser, organisator, organisateur, organizador, organizzatore, speaker, host, lehrer, lehrerin, lehrende, dozent, dozentin, trainer, trainer/in, enseignant, professeur, tuteur, profesor, profesora, docente, insegnante, docent, lärare, underviser, opettaja",
);

/**
 * Whether a role is a student's; of several roles, one is enough. Undefined for a role that is not
 * known.
 */
export function isStudent(value: string): boolean | undefined {
  const roles = value.split(/[,;|]/).map(wordKey).filter(Boolean);
  if (roles.length === 0 || roles.some((role) => STUDENTS.has(role))) return true;
  if (roles.every((role) => STAFF.has(role))) return false;
  return undefined;
}
