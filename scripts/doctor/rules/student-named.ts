import { principalTypeOf } from "../../../infra/azure/principal-type";
import { ok, problem } from "../finding";
import type { Rule } from "../rule";

const CURE = "set rai-lab:student.userName to the name that the student signs in with";

/** Whether somebody is the student: a person who is named, or else deploys. */
export const studentNamed: Rule = {
  name: "student-named",
  part: "personal",
  async check({ config: { student }, azure }) {
    if (student) return ok("a student is named", `rai-lab:student.userName: ${student.userName}`);
    const application = await azure.application();
    const evidence = `rai-lab:student is not set; the sign-in's application: ${application ?? "not in its token"}`;
    if (application === undefined)
      return problem("unknown", {
        code: "config",
        message: "no student is named, and whether a person deploys cannot be told",
        cure: CURE,
        evidence,
      });
    if (principalTypeOf(application) === "User")
      return ok("the person who deploys is the student", evidence);
    return problem("refused", {
      code: "config",
      message: "no student is named, and the deployer is not known to be a person",
      cure: CURE,
      evidence,
    });
  },
};
