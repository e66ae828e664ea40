/**
 * What commands say and do about what exists outside the state. A block is a scenario: what happened
 * (condition · detail · stack), how the commands end (`doctor up recover destroy proof`, then an `up`
 * after the recovery; an exit code, or the code of an error), and a row for each type that it happened
 * to:
 *
 * - doctor: `named` among what would be refused, `silent`, or `elsewhere`: another subscription;
 * - up, recover, destroy: `refused` without a change; `created`; `adopted`, exists and is recorded from
 *   now on; `kept`, existed and was recorded; `forgotten`, did not exist and is not recorded any more;
 *   `deleted`; `left`, exists and is not recorded; `absent`, neither. Dynamic resources but the clone
 *   are in no cloud: only the state counts.
 * - proof: the state of its row; `inside` for what goes with the resource that it is in.
 */
const TABLE = `
state lost · all of it · dev
  ends 1 exists 0 0 1 0
  azure-native:authorization:ManagementLockAtResourceGroupLevel named refused adopted deleted inside
  azure-native:authorization:RoleAssignment named refused adopted deleted left
  azure-native:cognitiveservices:Account named refused adopted deleted left
  azure-native:cognitiveservices:Deployment named refused adopted deleted inside
  azure-native:consumption:Budget named refused adopted deleted left
  azure-native:databricks:Workspace named refused adopted deleted left
  azure-native:monitor:DiagnosticSetting named refused adopted deleted inside
  azure-native:operationalinsights:Workspace named refused adopted deleted left
  azure-native:resources:ResourceGroup named refused adopted deleted left
  databricks:index/cluster:Cluster named refused adopted deleted inside
  databricks:index/clusterPolicy:ClusterPolicy named refused adopted deleted inside
  databricks:index/directory:Directory silent refused adopted deleted inside
  databricks:index/notebook:Notebook silent refused adopted deleted inside
  databricks:index/permissions:Permissions silent refused adopted deleted inside
  databricks:index/secretAcl:SecretAcl silent refused adopted deleted inside
  databricks:index/secretScope:SecretScope named refused adopted deleted inside
  databricks:index/user:User silent refused adopted deleted inside
  databricks:index/workspaceFile:WorkspaceFile silent refused adopted deleted inside
  pulumi-nodejs:dynamic/rai-lab:Clone silent refused adopted deleted inside
  pulumi-nodejs:dynamic/rai-lab:ForcedDelete silent refused created absent inside
  pulumi-nodejs:dynamic/rai-lab:ForcedLogDelete silent refused created absent inside
  pulumi-nodejs:dynamic/rai-lab:Purge silent refused created absent inside
  pulumi-nodejs:dynamic/rai-lab:Readiness silent refused created absent inside

state lost · all of it · s01
  ends 1 exists 0 0 1 0
  databricks:index/cluster:Cluster named refused adopted deleted left
  databricks:index/directory:Directory named refused adopted deleted left
  databricks:index/notebook:Notebook silent refused adopted deleted inside
  databricks:index/permissions:Permissions silent refused adopted deleted inside
  databricks:index/secret:Secret silent refused adopted deleted inside
  databricks:index/secretAcl:SecretAcl silent refused adopted deleted inside
  databricks:index/secretScope:SecretScope named refused adopted deleted left
  databricks:index/user:User silent refused adopted left inside
  databricks:index/workspaceFile:WorkspaceFile silent refused adopted deleted inside
  pulumi-nodejs:dynamic/rai-lab:Clone silent refused adopted deleted inside
  pulumi-nodejs:dynamic/rai-lab:Removal silent refused created absent inside

deleted by hand · leaves · dev
  ends 0 0 0 0 1 0
  azure-native:authorization:ManagementLockAtResourceGroupLevel silent created forgotten forgotten inside
  azure-native:authorization:RoleAssignment silent created forgotten forgotten gone
  azure-native:cognitiveservices:Deployment silent created forgotten forgotten inside
  azure-native:consumption:Budget silent created forgotten forgotten gone
  azure-native:monitor:DiagnosticSetting silent created forgotten forgotten inside
  databricks:index/cluster:Cluster silent created forgotten forgotten inside
  databricks:index/clusterPolicy:ClusterPolicy silent created forgotten forgotten inside
  databricks:index/directory:Directory silent created forgotten forgotten inside
  databricks:index/notebook:Notebook silent created forgotten forgotten inside
  databricks:index/permissions:Permissions silent created forgotten forgotten inside
  databricks:index/secretAcl:SecretAcl silent created forgotten forgotten inside
  databricks:index/secretScope:SecretScope silent created forgotten forgotten inside
  databricks:index/user:User silent created forgotten forgotten inside
  databricks:index/workspaceFile:WorkspaceFile silent created forgotten forgotten inside
  pulumi-nodejs:dynamic/rai-lab:Clone silent created forgotten forgotten inside
  pulumi-nodejs:dynamic/rai-lab:Readiness silent kept kept deleted inside

deleted by hand · containers · dev
  ends 1 exists 0 1 1 deployment
  azure-native:cognitiveservices:Account named refused forgotten forgotten gone
  azure-native:databricks:Workspace silent refused forgotten forgotten gone
  azure-native:operationalinsights:Workspace silent refused forgotten forgotten gone
  pulumi-nodejs:dynamic/rai-lab:ForcedDelete silent refused kept deleted inside
  pulumi-nodejs:dynamic/rai-lab:ForcedLogDelete silent refused kept deleted inside
  pulumi-nodejs:dynamic/rai-lab:Purge silent refused kept deleted inside

deleted by hand · the group · dev
  ends 1 exists 0 1 1 deployment
  azure-native:authorization:ManagementLockAtResourceGroupLevel silent refused forgotten forgotten inside
  azure-native:resources:ResourceGroup silent refused forgotten forgotten gone

deleted by hand · all of it · s01
  ends 0 0 0 0 0 0
  databricks:index/cluster:Cluster silent created forgotten forgotten gone
  databricks:index/directory:Directory silent created forgotten forgotten gone
  databricks:index/notebook:Notebook silent created forgotten forgotten inside
  databricks:index/permissions:Permissions silent created forgotten forgotten inside
  databricks:index/secret:Secret silent created forgotten forgotten inside
  databricks:index/secretAcl:SecretAcl silent created forgotten forgotten inside
  databricks:index/secretScope:SecretScope silent created forgotten forgotten gone
  databricks:index/user:User silent created forgotten forgotten inside
  databricks:index/workspaceFile:WorkspaceFile silent created forgotten forgotten inside
  pulumi-nodejs:dynamic/rai-lab:Clone silent created forgotten forgotten inside
  pulumi-nodejs:dynamic/rai-lab:Removal silent kept kept deleted inside

made by hand · leaves · dev
  ends 1 exists 0 0 1 0
  azure-native:authorization:ManagementLockAtResourceGroupLevel named refused adopted deleted inside
  azure-native:authorization:RoleAssignment named refused adopted deleted left
  azure-native:cognitiveservices:Deployment named refused adopted deleted inside
  azure-native:consumption:Budget named refused adopted deleted left
  azure-native:monitor:DiagnosticSetting named refused adopted deleted inside
  databricks:index/cluster:Cluster named refused adopted deleted inside
  databricks:index/clusterPolicy:ClusterPolicy named refused adopted deleted inside
  databricks:index/directory:Directory silent refused adopted deleted inside
  databricks:index/notebook:Notebook silent refused adopted deleted inside
  databricks:index/permissions:Permissions silent refused adopted deleted inside
  databricks:index/secretAcl:SecretAcl silent refused adopted deleted inside
  databricks:index/secretScope:SecretScope named refused adopted deleted inside
  databricks:index/user:User silent refused adopted deleted inside
  databricks:index/workspaceFile:WorkspaceFile silent refused adopted deleted inside
  pulumi-nodejs:dynamic/rai-lab:Clone silent refused adopted deleted inside
  pulumi-nodejs:dynamic/rai-lab:Readiness silent refused created absent inside

made by hand · containers · dev
  ends 1 exists 0 1 1 0
  azure-native:cognitiveservices:Account named refused adopted deleted left
  azure-native:databricks:Workspace named refused adopted deleted left
  azure-native:operationalinsights:Workspace named refused adopted deleted left
  pulumi-nodejs:dynamic/rai-lab:ForcedDelete silent refused created absent inside
  pulumi-nodejs:dynamic/rai-lab:ForcedLogDelete silent refused created absent inside
  pulumi-nodejs:dynamic/rai-lab:Purge silent refused created absent inside

made by hand · the group · dev
  ends 1 exists 0 1 1 0
  azure-native:authorization:ManagementLockAtResourceGroupLevel named refused adopted deleted inside
  azure-native:resources:ResourceGroup named refused adopted left left

made by hand · all of it · s01
  ends 1 exists 0 0 1 0
  databricks:index/cluster:Cluster named refused adopted deleted left
  databricks:index/directory:Directory named refused adopted deleted left
  databricks:index/notebook:Notebook silent refused adopted deleted inside
  databricks:index/permissions:Permissions silent refused adopted deleted inside
  databricks:index/secret:Secret silent refused adopted deleted inside
  databricks:index/secretAcl:SecretAcl silent refused adopted deleted inside
  databricks:index/secretScope:SecretScope named refused adopted deleted left
  databricks:index/user:User silent refused adopted left inside
  databricks:index/workspaceFile:WorkspaceFile silent refused adopted deleted inside
  pulumi-nodejs:dynamic/rai-lab:Clone silent refused adopted deleted inside
  pulumi-nodejs:dynamic/rai-lab:Removal silent refused created absent inside

left over · the group deleted, the state lost · dev
  ends 1 exists 0 1 1 deployment
  azure-native:authorization:ManagementLockAtResourceGroupLevel silent refused absent absent inside
  azure-native:authorization:RoleAssignment silent refused absent absent gone
  azure-native:cognitiveservices:Account named refused absent absent gone
  azure-native:cognitiveservices:Deployment silent refused absent absent inside
  azure-native:consumption:Budget named refused adopted deleted left
  azure-native:databricks:Workspace silent refused absent absent gone
  azure-native:monitor:DiagnosticSetting silent refused absent absent inside
  azure-native:operationalinsights:Workspace silent refused absent absent gone
  azure-native:resources:ResourceGroup silent refused absent absent gone
  databricks:index/cluster:Cluster silent refused absent absent inside
  databricks:index/clusterPolicy:ClusterPolicy silent refused absent absent inside
  databricks:index/directory:Directory silent refused absent absent inside
  databricks:index/notebook:Notebook silent refused absent absent inside
  databricks:index/permissions:Permissions silent refused absent absent inside
  databricks:index/secretAcl:SecretAcl silent refused absent absent inside
  databricks:index/secretScope:SecretScope silent refused absent absent inside
  databricks:index/user:User silent refused absent absent inside
  databricks:index/workspaceFile:WorkspaceFile silent refused absent absent inside
  pulumi-nodejs:dynamic/rai-lab:Clone silent refused absent absent inside
  pulumi-nodejs:dynamic/rai-lab:ForcedDelete silent refused absent absent inside
  pulumi-nodejs:dynamic/rai-lab:ForcedLogDelete silent refused absent absent inside
  pulumi-nodejs:dynamic/rai-lab:Purge silent refused absent absent inside
  pulumi-nodejs:dynamic/rai-lab:Readiness silent refused absent absent inside

left over · the class deleted · s01
  ends 1 not-found 0 0 0 not-found
  databricks:index/cluster:Cluster silent refused forgotten forgotten gone
  databricks:index/directory:Directory silent refused forgotten forgotten gone
  databricks:index/notebook:Notebook silent refused forgotten forgotten inside
  databricks:index/permissions:Permissions silent refused forgotten forgotten inside
  databricks:index/secret:Secret silent refused forgotten forgotten inside
  databricks:index/secretAcl:SecretAcl silent refused forgotten forgotten inside
  databricks:index/secretScope:SecretScope silent refused forgotten forgotten gone
  databricks:index/user:User silent refused forgotten forgotten inside
  databricks:index/workspaceFile:WorkspaceFile silent refused forgotten forgotten inside
  pulumi-nodejs:dynamic/rai-lab:Clone silent refused forgotten forgotten inside
  pulumi-nodejs:dynamic/rai-lab:Removal silent refused deleted deleted inside

other tenant · another cloud · dev
  ends 1 foreign-stack foreign-stack foreign-stack 2 foreign-stack
  azure-native:authorization:ManagementLockAtResourceGroupLevel elsewhere refused refused refused inside
  azure-native:authorization:RoleAssignment elsewhere refused refused refused unknown
  azure-native:cognitiveservices:Account elsewhere refused refused refused unknown
  azure-native:cognitiveservices:Deployment elsewhere refused refused refused inside
  azure-native:consumption:Budget elsewhere refused refused refused unknown
  azure-native:databricks:Workspace elsewhere refused refused refused unknown
  azure-native:monitor:DiagnosticSetting elsewhere refused refused refused inside
  azure-native:operationalinsights:Workspace elsewhere refused refused refused unknown
  azure-native:resources:ResourceGroup elsewhere refused refused refused unknown
  databricks:index/cluster:Cluster elsewhere refused refused refused inside
  databricks:index/clusterPolicy:ClusterPolicy elsewhere refused refused refused inside
  databricks:index/directory:Directory elsewhere refused refused refused inside
  databricks:index/notebook:Notebook elsewhere refused refused refused inside
  databricks:index/permissions:Permissions elsewhere refused refused refused inside
  databricks:index/secretAcl:SecretAcl elsewhere refused refused refused inside
  databricks:index/secretScope:SecretScope elsewhere refused refused refused inside
  databricks:index/user:User elsewhere refused refused refused inside
  databricks:index/workspaceFile:WorkspaceFile elsewhere refused refused refused inside
  pulumi-nodejs:dynamic/rai-lab:Clone elsewhere refused refused refused inside
  pulumi-nodejs:dynamic/rai-lab:ForcedDelete elsewhere refused refused refused inside
  pulumi-nodejs:dynamic/rai-lab:ForcedLogDelete elsewhere refused refused refused inside
  pulumi-nodejs:dynamic/rai-lab:Purge elsewhere refused refused refused inside
  pulumi-nodejs:dynamic/rai-lab:Readiness elsewhere refused refused refused inside

other tenant · another cloud · s01
  ends 1 foreign-stack foreign-stack foreign-stack 2 foreign-stack
  databricks:index/cluster:Cluster elsewhere refused refused refused unknown
  databricks:index/directory:Directory elsewhere refused refused refused unknown
  databricks:index/notebook:Notebook elsewhere refused refused refused inside
  databricks:index/permissions:Permissions elsewhere refused refused refused inside
  databricks:index/secret:Secret elsewhere refused refused refused inside
  databricks:index/secretAcl:SecretAcl elsewhere refused refused refused inside
  databricks:index/secretScope:SecretScope elsewhere refused refused refused unknown
  databricks:index/user:User elsewhere refused refused refused inside
  databricks:index/workspaceFile:WorkspaceFile elsewhere refused refused refused inside
  pulumi-nodejs:dynamic/rai-lab:Clone elsewhere refused refused refused inside
  pulumi-nodejs:dynamic/rai-lab:Removal elsewhere refused refused refused inside
`;

/** The blocks of the table by their titles. */
export const expectedBlocks = new Map(
  TABLE.trim()
    .split("\n\n")
    .map((block) => [block.split("\n")[0]!, block]),
);
