// Loaded by node before Pulumi's SDK (nodeargs in Pulumi.yaml): keeps the compiled code of the 1,200 modules of a run
// for the next one, a third of its time. Node checks each against its source; Node 20 knows no such cache.
require("node:module").enableCompileCache?.();
