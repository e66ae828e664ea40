import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import type { RosterOptions } from "../../../scripts/class/roster";
import { codesOf, peopleOf, readText } from "../../support/class/read-text";

interface Case {
  text: string;
  options?: RosterOptions;
  people?: string[];
  skipped?: string[];
  errors?: string[];
  warnings?: string[];
}

const CASES: Record<string, Case> = {
  "an empty file": { text: "", errors: ["1 empty-file"] },
  "blank lines alone": { text: "\n \n\t\n", errors: ["1 empty-file"] },
  "headings alone": { text: "Name,Email", errors: ["1 no-people"] },
  "a roster of people who left": {
    text: "Name,Email,Status\nA,a@example.edu,inactive\n",
    skipped: ["2 inactive"],
    errors: ["1 no-people"],
  },
  "Canvas with first and last names, semicolons and decimal commas": {
    text: "\ufeffLastName;FirstName;ID;SIS User ID;SIS Login ID;Section;Essay (1)\n;;;;;;Manual Posting\n    Points Possible;;;;;;10,00\nAbara;Chidinma;1;01;cabara@example.edu;S;9,5\nStudent;Test;2;;da39a3ee5e6b4b0d3255bfef95601890afd80709;S;\n",
    people: ["4 Chidinma Abara <cabara@example.edu> 01"],
    skipped: ["2 not-a-person", "3 not-a-person", "5 test-student"],
  },
  "Canvas with a line of points in another language, and no SIS ids": {
    text: 'Student,ID,SIS Login ID,Section\n    Möjliga poäng,,,(läs endast)\n"Abara, C",1,c@example.edu,S\n"Student, Test",1099,da39a3ee5e6b4b0d3255bfef95601890afd80709,S\n',
    people: ["3 C Abara <c@example.edu> 1"],
    skipped: ["2 not-a-person", "4 test-student"],
  },
  "a real person called Test Student": {
    text: 'Student,SIS User ID,SIS Login ID\n"Student, Test",7,tstudent@example.edu\n',
    people: ["2 Test Student <tstudent@example.edu> 7"],
  },
  "a login of someone called Test Student, where no one has an id": {
    text: 'Student,SIS Login ID\n"Student, Test",tstudent\n',
    errors: ["2 bare-login"],
  },
  "Canvas SIS": {
    text: "user_id,login_id,password,first_name,last_name,email,status\n007,bsmith,hunter2,Bob,Smith,bob@example.edu,active\n008,x,hunter3,Del,Eted,del@example.edu,deleted\n",
    people: ["2 Bob Smith <bob@example.edu> 007"],
    skipped: ["3 inactive"],
  },
  "Brightspace users": {
    text: "type,action,username,org_defined_id,first_name,last_name,password,is_active,role_name,email\nuser,CREATE,ab,01,A,B,pw,1,Student,a@example.edu\nuser,CREATE,cd,02,C,D,pw,0,Student,c@example.edu\nuser,CREATE,ef,03,E,F,pw,1,Parent,e@example.edu\n",
    people: ["2 A B <a@example.edu> 01"],
    skipped: ["3 inactive", "4 role"],
  },
  "an export of Entra, with guests": {
    text: "userPrincipalName,displayName,mail,objectId,accountEnabled\na@t.example.edu,=3+1,a@example.edu,1-1,True\nb_example.org#EXT#@t.example.edu,B,b@example.org,1-2,True\nc_example.org#EXT#@t.example.edu,C,,1-3,True\nd@t.example.edu,D,,1-4,False\n",
    people: ["2 =3+1 <a@t.example.edu> 1-1", "3 B <b@example.org> 1-2"],
    skipped: ["5 inactive"],
    errors: ["4 guest"],
    warnings: ["2 formula"],
  },
  "Entra's new template, without a line of its version": {
    text: "Name [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required\nExample: Chris Green,chris@example.com,Example-1\nA,a@example.edu,Example-2\n",
    people: ["3 A <a@example.edu>"],
    skipped: ["2 example"],
  },
  "Luma, with a last name that kept its comma": {
    text: 'api_id,name,first_name,last_name,email,approval_status\ng1,Ada L,Ada,L,ada@example.edu,approved\ng2,,"Doe,",Jane,jane@example.edu,session\ng3,W,,,w@example.edu,waitlist\n',
    people: ["2 Ada L <ada@example.edu> g1", "3 Jane Doe <jane@example.edu> g2"],
    skipped: ["4 inactive"],
    warnings: ["3 unknown-status"],
  },
  "Eventbrite's orders, which name one person for several tickets": {
    text: "Order #,First Name,Last Name,Email,Quantity\n1,A,B,a@example.edu,3\n2,C,D,c@example.edu,1\nTotals,,,,4\n",
    people: ["2 A B <a@example.edu>", "3 C D <c@example.edu>"],
    skipped: ["4 not-a-person"],
    warnings: ["2 several-tickets"],
  },
  "users of Google Workspace": {
    text: "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Status [READ ONLY]\nA,B,a@example.edu,****,Active\nC,D,c@example.edu,****,Suspended\n",
    people: ["2 A B <a@example.edu>"],
    skipped: ["3 inactive"],
  },
  "users of Microsoft 365": {
    text: "Block credential,Display name,User principal name\nFalse,A,a@example.edu\nTrue,B,b@example.edu\n",
    people: ["2 A <a@example.edu>"],
    skipped: ["3 inactive"],
  },
  "headings with quotes of their own, and ids that Excel keeps as text": {
    text: 'שם;דוא"ל;ID\nנועה;noa@example.edu;="007"\n',
    people: ["2 נועה <noa@example.edu> 007"],
  },
  "a password in the place of a login": {
    text: "Name,User name,Password\nA,S3cret,a@example.edu\nB,bob,S3cret\n",
    options: { domain: "example.edu" },
    people: ["3 B <bob@example.edu>"],
    errors: ["2 cells"],
  },
  "ids that are not there": {
    text: "Name,Email,Student ID\nA,a@example.edu,-\nA,a@example.edu,7\n",
    people: ["2 A <a@example.edu>"],
    skipped: ["3 duplicate"],
    warnings: ["3 duplicate"],
  },
  "one buyer of two tickets in one name": {
    text: "First Name,Last Name,Email,Attendee #\nA,B,a@example.edu,1\nA,B,a@example.edu,2\n",
    people: ["2 A B <a@example.edu> 1"],
    skipped: ["3 duplicate"],
    warnings: ["3 duplicate"],
  },
  "an address again, without a name": {
    text: "identifier,name\nann@example.edu,Ann Lee\nann@example.edu,\n",
    people: ["2 Ann Lee <ann@example.edu>"],
    skipped: ["3 duplicate"],
    warnings: ["3 duplicate"],
  },
  "a title that reads like a heading": {
    text: "E-mail: list of May\nEmail\na@example.edu\n",
    people: ["3 a <a@example.edu>"],
    skipped: ["1 preamble"],
  },
  "a title in which a cell reads like a heading": {
    text: "Login,2026-11-01\nName,Email\nA,a@example.edu\n",
    people: ["3 A <a@example.edu>"],
    skipped: ["1 preamble"],
  },
  "a blank after every separator": {
    text: "Name, Email\nA, a@example.edu\n",
    people: ["2 A <a@example.edu>"],
  },
  "a role that is known and one that is not": {
    text: 'Email,Role\na@example.edu,"Teacher, Wizard"\n',
    people: ["2 a <a@example.edu>"],
    warnings: ["2 unknown-status"],
  },
  "what is no name in a list without headings": {
    text: "anna@example.edu,S3cret!\nbob@example.edu,Hunter\n",
    people: ["1 anna <anna@example.edu>", "2 bob <bob@example.edu>"],
    warnings: ["1 no-headings"],
  },
  "Google Classroom, by a guess": {
    text: "Last Name,First Name,Email Address,Quiz\nDate,,,2026-11-01\nPoints,,,100\nClass Average,,,80\nLee,Ann,ann@example.edu,90\n",
    people: ["5 Ann Lee <ann@example.edu>"],
    skipped: ["2 not-a-person", "3 not-a-person", "4 not-a-person"],
    warnings: ["1 guess"],
  },
  "a title above the headings, and the headings again": {
    text: 'Course AI-06,,\n,,\nName,Email,Role\nA,a@example.edu,Student\nT,t@example.edu,Teacher\nX,x@example.edu,Wizard\nName,Email,Role\nB,b@example.edu,"Teacher, Student"\n',
    people: ["4 A <a@example.edu>", "6 X <x@example.edu>", "8 B <b@example.edu>"],
    skipped: ["1 preamble", "2 empty-line", "5 role", "7 repeated-header"],
    warnings: ["6 unknown-status"],
  },
  "a separator declared to Excel": {
    text: "sep=;\nName;Email\nSmith, Bob;bob@example.edu\n",
    people: ["3 Smith, Bob <bob@example.edu>"],
    skipped: ["1 preamble"],
  },
  "headings over several lines": {
    text: '"Name","E-mail\naddress","Why?\nReally"\nA,a@example.edu,"two\nlines, @x"\nB,b@example.edu,\n',
    people: ["4 A <a@example.edu>", "6 B <b@example.edu>"],
  },
  "a comma without quotes": {
    text: "Name,Email\nSmith, Bob,bob@example.edu\nAnn,ann@example.edu\n",
    people: ["3 Ann <ann@example.edu>"],
    errors: ["2 cells"],
  },
  "a quote that is never closed": {
    text: 'Name,Email\nA,a@example.edu\n"Bob,b@example.edu\nC,c@example.edu\n"Dee,d@example.edu\nE,e@example.edu\n',
    people: ["2 A <a@example.edu>", "4 C <c@example.edu>", "6 E <e@example.edu>"],
    errors: ["3 quotes", "5 quotes"],
  },
  "a quote that another line closes": {
    text: 'Name,Email,Note\nA,a@example.edu,"x\nB,b@example.edu,y\nC,c@example.edu,"\nD,d@example.edu,\n',
    people: ["5 D <d@example.edu>"],
    errors: ["2 quotes"],
  },
  "quotes inside words, and blanks before quotes": {
    text: 'Name, Email\nRobert "Bob" Ray, bob@example.edu\n"Lee, Ann", "ann@example.edu"\n',
    people: ['2 Robert "Bob" Ray <bob@example.edu>', "3 Lee, Ann <ann@example.edu>"],
  },
  "blanks and invisible marks": {
    text: "Name,Email\nA, a@example.edu\nB,b@example.edu\u00a0\nC,\u200bc@example.edu\n\u202eD\u202c,d@example.edu\n",
    people: ["2 A", "3 B", "4 C", "5 D"].map(
      (p) => `${p} <${p.slice(2).toLowerCase()}@example.edu>`,
    ),
    warnings: ["2 white-space", "3 white-space", "4 invisible"],
  },
  "cells that spreadsheets protect": {
    text: 'Name,Email,ID\n"=""=x""",b@example.edu,="007"\n\'=y,c@example.edu,\'+1\n',
    people: ["2 =x <b@example.edu> 007", "3 =y <c@example.edu> +1"],
    warnings: ["2 formula", "3 formula"],
  },
  "people with one address": {
    text: "Name,Email,Student ID\nA,a@example.edu,1\na,A@EXAMPLE.edu,1\nB,a@example.edu,1\nA,a@example.edu,2\nA,b@example.edu,3\n",
    people: ["2 A <a@example.edu> 1", "6 A <b@example.edu> 3"],
    skipped: ["3 duplicate"],
    errors: ["4 same-address", "5 two-ids"],
    warnings: ["3 duplicate"],
  },
  "addresses as people write them": {
    text: 'Name,Email\nA,"a@example.edu; b@example.edu"\nB,Bea <b@example.edu>\nC,mailto:c@example.edu\nD,d@example\nE,e@example.edu.\nF,-\n',
    people: ["3 B <b@example.edu>", "4 C <c@example.edu>"],
    errors: ["2 several-addresses", "5 not-an-address", "6 not-an-address", "7 no-user-name"],
  },
  "names that were saved in the wrong encoding before": {
    text: "Name,Email\nJos\u00c3\u00a9,j@example.edu\nZo\ufffd,z@example.edu\n",
    people: ["2 Jos\u00c3\u00a9 <j@example.edu>", "3 Zo\ufffd <z@example.edu>"],
    warnings: ["2 damaged-text", "3 damaged-text"],
  },
  "all lines that a spreadsheet has": {
    text: `Name,Email\nA,a@example.edu\n${",\n".repeat(200_000)}`,
    people: ["2 A <a@example.edu>"],
    skipped: ["3 empty-line"],
  },
  "letters that look like others": {
    text: "Name,Email\nA,\u0430@example.edu\n",
    people: ["2 A <\u0430@example.edu>"],
    warnings: ["2 non-ascii"],
  },
  "a column of addresses that is empty": {
    text: "Username,Name,Email\nabc,A,\ndef,D,\n",
    options: { domain: "@Example.edu" },
    people: ["2 A <abc@example.edu>", "3 D <def@example.edu>"],
    warnings: ["1 empty-column"],
  },
  "a list without headings": {
    text: "Anna Lee,anna@example.edu\nBob Ray,bob@example.edu\n",
    people: ["1 Anna Lee <anna@example.edu>", "2 Bob Ray <bob@example.edu>"],
    warnings: ["1 no-headings"],
  },
  "addresses from a mail program": {
    text: "Rosa Delgado <rosa@example.edu>\nJonah Kim <jonah@example.edu>\n",
    people: ["1 Rosa Delgado <rosa@example.edu>", "2 Jonah Kim <jonah@example.edu>"],
    warnings: ["1 no-headings"],
  },
  "several people on a line without headings": {
    text: "rosa@example.edu; jonah@example.edu\n",
    errors: ["1 ambiguous-column"],
  },
  "a group a line": {
    text: "user1, user2, user3\r\na@example.edu, b@example.edu, c@example.edu\r\n",
    errors: ["1 group-per-line"],
  },
  "Moodle without addresses": {
    text: '"First name","Last name",Groups\nA,B,C\n',
    errors: ["1 no-user-name-column"],
  },
  "two columns of addresses": {
    text: "Name,Email,E-Mail\nA,a@example.edu,x@example.org\n",
    errors: ["1 ambiguous-column"],
  },
  "words that every object inherits": {
    text: "Name,Email,Status,Role\n__proto__,constructor@example.edu,constructor,toString\n",
    people: ["2 __proto__ <constructor@example.edu>"],
    warnings: ["2 unknown-status", "2 unknown-status"],
  },
};

test.each(Object.entries(CASES))("%s", async (_, expected) => {
  const roster = await readText(expected.text, expected.options);
  expect(peopleOf(roster)).toEqual(expected.people ?? []);
  expect(codesOf(roster.skipped)).toEqual(expected.skipped ?? []);
  expect(codesOf(roster.errors)).toEqual(expected.errors ?? []);
  expect(codesOf(roster.warnings)).toEqual(expected.warnings ?? []);
});

describe("options", () => {
  const BRIGHTSPACE =
    "OrgDefinedId,Username,Last Name,First Name,Email\n#1,#abe,B,A,\n#2,#cid,D,C,c@example.edu\n";

  test("name the columns, without case and accents", async () => {
    const options = { userNameColumn: "USERNAME", domain: "example.edu" };
    expect(peopleOf(await readText(BRIGHTSPACE, options))).toEqual([
      "2 A B <abe@example.edu> 1",
      "3 C D <cid@example.edu> 2",
    ]);
  });

  test("find headings that no table knows", async () => {
    const text = "Kurs;;\nWer;Wohin;Nr\nA;a@example.edu;7\n";
    const options = { nameColumn: "Wer", userNameColumn: "Wohin", idColumn: "nr" };
    const roster = await readText(text, options);
    expect(peopleOf(roster)).toEqual(["3 A <a@example.edu> 7"]);
    expect(roster.columns).toEqual({ name: "Wer", userName: "Wohin", id: "Nr" });
  });

  test("a column that the user names decides which line has the headings", async () => {
    const text = "Wer;Wohin\nUser;a@example.edu\n";
    const options = { nameColumn: "Wer", userNameColumn: "Wohin" };
    expect(peopleOf(await readText(text, options))).toEqual(["2 User <a@example.edu>"]);
  });

  test("that name no column are all refused at once, with the nearest heading", async () => {
    const options = { nameColumn: "Nmae", idColumn: "Password" };
    const { errors } = await readText("Name,Email,Password\nA,a@example.edu,x\n", options);
    expect(codesOf(errors)).toEqual(["1 no-such-column", "1 password-column"]);
    expect(errors[0]!.message).toContain('Did you mean "Name"?');
  });

  test("a wrong domain is refused", async () => {
    await expect(readText("Email\na\n", { domain: "example" })).rejects.toThrow(LabError);
  });

  test("keep people whom a status or a role leaves out", async () => {
    const text = "Name,Email,Status,Role\nA,a@example.edu,dropped,\nT,t@example.edu,,Teacher\n";
    expect(peopleOf(await readText(text))).toEqual([]);
    const all = await readText(text, { includeInactive: true });
    expect(peopleOf(all)).toEqual(["2 A <a@example.edu>", "3 T <t@example.edu>"]);
  });

  test("exclude people by address, login or id, and say whom they did not find", async () => {
    const text = "Name,Login,Student ID\nA,abe,1\nB,bea,2\nC,cid,3\nD,dee,4\n";
    const exclude = ["Abe@Example.edu", "BEA", "3", "d"];
    const roster = await readText(text, { domain: "example.edu", exclude });
    expect(peopleOf(roster)).toEqual(["5 D <dee@example.edu> 4"]);
    expect(codesOf(roster.skipped)).toEqual(["2 excluded", "3 excluded", "4 excluded"]);
    expect(roster.warnings.map(({ message }) => message)).toEqual([
      "--exclude 'd' is no one's address, login or id",
    ]);
  });

  test("an excluded line is no problem either", async () => {
    const text = "Name,Email,ID\nA,a@example.edu,1\nNo Mail,,2\n";
    expect((await readText(text, { exclude: ["2"] })).errors).toEqual([]);
  });
});

describe("messages", () => {
  test("list the headings and the nearest one, and show which column has addresses", async () => {
    const { errors } = await readText("Nmae,E-Mial\nA,a@example.edu\n");
    expect(errors[0]!.message).toMatch(/"Nmae", "E-Mial".*Did you mean "e-?mail"\?/i);
    expect(errors[0]!.cure).toBe('"E-Mial" holds addresses: --user-name-column "E-Mial"');
  });

  test("suggest the domain that the others have", async () => {
    const { errors } = await readText("Login\na@example.edu\nbob\n");
    expect(errors[0]!.cure).toBe("say which domain: --domain example.edu");
  });

  test("say what a line above the headings is only where it is no secret", async () => {
    const text = "version:v1.0,\nPIN 1234,\nName,Email\nA,a@example.edu\n";
    const { skipped } = await readText(text);
    expect(skipped.map(({ why }) => why)).toEqual(["version:v1.0", "above the headings"]);
  });

  test("hold no control characters and no whole novels", async () => {
    const long = "x y".repeat(500);
    const { errors } = await readText(`Name,Email\n\u001b[31m${long},${long}\n`);
    expect(errors[0]!.message).not.toMatch(/\p{Cc}/u);
    expect(errors[0]!.message.length).toBeLessThan(300);
  });
});

/** Lines of a table with passwords in which cells are missing, too many, or badly quoted. */
const SECRET = "Pa55-w0rd!";
const CELLS = ["Lerato", "lerato@example.edu", SECRET, "No", ""];
const passwordLine = fc
  .tuple(
    fc.subarray(CELLS),
    fc.constantFrom("", '"', "'"),
    fc.constantFrom(...["Name,Mail", ",", "", "a,b,c,d,e,f"]),
  )
  .map(([cells, quote, more]) => quote + cells.join(",") + more);

test("no password is ever kept or repeated, however a line is torn", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(passwordLine, { maxLength: 6 }),
      fc.constantFrom(undefined, "example.edu"),
      async (lines, domain) => {
        const header = "Name,User name,Initial password,Block sign in";
        // Of a line with as many cells as headings, a domain makes a login of what is in its column.
        const torn = lines.filter((line) => domain === undefined || line.split(",").length !== 4);
        const roster = await readText([header, ...torn].join("\n"), { domain });
        expect(JSON.stringify(roster).toLowerCase()).not.toContain(SECRET.toLowerCase());
      },
    ),
    { numRuns: 300, seed: 13 },
  );
});

test("any text is read or refused, and every line is accounted for", async () => {
  const piece = fc.constantFrom(
    ...'Name|Email|a@example.edu|b|"|,|;|\t|\n|\r\n|sep=,|#| |=|\0|é'.split("|"),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
      const text = pieces.join("");
      const roster = await readText(text).catch((error: unknown) => {
        expect(error).toBeInstanceOf(LabError);
        return undefined;
      });
      if (roster === undefined) return;
      const { people, skipped, errors } = roster;
      expect(people.length + errors.length).toBeGreaterThan(0);
      const lines = [...people, ...skipped, ...errors].map(({ line }) => line);
      for (const line of lines) expect(line).toBeGreaterThan(0);
      expect(Math.max(...lines)).toBeLessThanOrEqual(text.split(/\r\n?|\n/).length);
    }),
    { numRuns: 500, seed: 13 },
  );
});
