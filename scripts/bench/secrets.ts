import { searchSecrets } from "./secrets/stand";

const CONFIGURATIONS = 1000;
/** A cloud for so many configurations at a time: its log of everything is read at the end. */
const AT_A_TIME = 100;

/** A canary as the key of the accounts of 1,000 random labs, and a search for it everywhere. @throws Error when it is found, or could not be */
export async function benchSecrets(): Promise<void> {
  const start = performance.now();
  let [stood, withKey, atHome, files, bytes, leaked] = [0, 0, 0, 0, 0, 0];
  const failures: string[] = [];
  for (let seed = 1; seed <= CONFIGURATIONS / AT_A_TIME; seed++) {
    const found = await searchSecrets({ configurations: AT_A_TIME, seed });
    stood += found.stood;
    withKey += found.withKey;
    atHome += found.atHome;
    files += found.files;
    bytes += found.bytes;
    leaked += found.leaks.length;
    failures.push(...found.failures);
    for (const { place, form, configuration } of found.leaks)
      console.log(`  LEAK ${form}: ${place}\n    ${configuration}`);
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    console.log(
      `  ${seed * AT_A_TIME} configurations, ${stood} stood up, ${withKey} with a key, ${leaked} leaks, ${seconds} s`,
    );
  }
  for (const failure of failures.slice(0, 20)) console.log(`  not stood up: ${failure}`);
  console.log(
    `${CONFIGURATIONS} random configurations: ${stood} stood up, rotated, refreshed and destroyed, ${withKey} of them with a key;\n` +
      `the key was put into ${atHome} secrets of workspaces, and was found nowhere else: ${leaked} leaks in ` +
      `${files} files and ${(bytes / 1024 / 1024).toFixed(0)} MiB`,
  );
  if (leaked > 0 || stood < CONFIGURATIONS || atHome < withKey) throw new Error("the search failed, or proves nothing");
}
