/*
 * @parity
 * - An unknown provider namespace is 404 `InvalidResourceNamespace` — reported (aci-connector-k8s
 *   13); list of namespaces general knowledge, rare ones may be missing
 */

const NAMES = `
AAD Advisor AlertsManagement AnalysisServices ApiManagement App AppConfiguration AppPlatform Attestation
Authorization Automation AVS AzureActiveDirectory AzureArcData AzureFleet AzureStackHCI Batch Billing Bing BotService Cache
Capacity Cdn Chaos ClassicCompute ClassicInfrastructureMigrate ClassicNetwork ClassicStorage CodeSigning CognitiveServices
Communication Compute ConfidentialLedger Confluent Consumption ContainerInstance ContainerRegistry ContainerService
CostManagement CustomProviders Dashboard DataBox DataBoxEdge Databricks Datadog DataFactory DataLakeAnalytics
DataLakeStore DataMigration DataProtection DataShare DBforMariaDB DBforMySQL DBforPostgreSQL DesktopVirtualization
DevCenter Devices DeviceUpdate DevOpsInfrastructure DevTestLab DigitalTwins DocumentDB DomainRegistration DurableTask Easm
EdgeOrder Elastic ElasticSan EventGrid EventHub ExtendedLocation Fabric Features FluidRelay GuestConfiguration HDInsight
HealthBot HealthcareApis HybridCompute HybridConnectivity HybridContainerService HybridNetwork ImportExport Insights
IoTCentral IoTSecurity KeyVault Kubernetes KubernetesConfiguration Kusto LabServices LoadTestService Logic
MachineLearningServices Maintenance ManagedIdentity ManagedServices Management Maps MarketplaceOrdering Media Migrate
MixedReality Monitor NetApp Network NotificationHubs OffAzure OperationalInsights OperationsManagement Orbital Peering
PolicyInsights Portal PowerBI PowerBIDedicated PowerPlatform Purview Quantum Quota RecoveryServices RedHatOpenShift
Relay ResourceConnector ResourceGraph ResourceHealth ResourceMover Resources SaaS Search Security SecurityInsights
SerialConsole ServiceBus ServiceFabric ServiceLinker SignalRService Solutions Sql SqlVirtualMachine Storage
StorageCache StorageMover StorageSync StreamAnalytics Subscription Support Synapse VideoIndexer VirtualMachineImages
VoiceServices Web Workloads
`;

/** Namespaces of Azure's own providers, from general knowledge; a few rare ones may be missing. */
export const PUBLISHED: readonly string[] = NAMES.trim()
  .split(/\s+/)
  .map((name) => `Microsoft.${name}`);
