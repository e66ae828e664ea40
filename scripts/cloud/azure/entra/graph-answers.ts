import type { FastifyRequest } from "fastify";
import { originOf } from "../arm/request-url";
import type { Principal } from "../entities";

/** What Graph answers of a user where nobody has said anything, with the keys that it always has. */
const USER = {
  businessPhones: [],
  givenName: null,
  jobTitle: null,
  mail: null,
  mobilePhone: null,
  officeLocation: null,
  preferredLanguage: null,
  surname: null,
};

/** The same of a service principal (recorded in the tests of azure-cli's role module). */
const SERVICE_PRINCIPAL = {
  deletedDateTime: null,
  accountEnabled: true,
  alternativeNames: [],
  appDescription: null,
  appOwnerOrganizationId: null,
  appRoleAssignmentRequired: false,
  applicationTemplateId: null,
  createdDateTime: null,
  description: null,
  disabledByMicrosoftStatus: null,
  homepage: null,
  loginUrl: null,
  logoutUrl: null,
  notes: null,
  notificationEmailAddresses: [],
  preferredSingleSignOnMode: null,
  preferredTokenSigningKeyThumbprint: null,
  replyUrls: [],
  servicePrincipalType: "Application",
  signInAudience: "AzureADMyOrg",
  tags: [],
  tokenEncryptionKeyId: null,
  samlSingleSignOnSettings: null,
  addIns: [],
  appRoles: [],
  info: {
    logoUrl: null,
    marketingUrl: null,
    privacyStatementUrl: null,
    supportUrl: null,
    termsOfServiceUrl: null,
  },
  keyCredentials: [],
  oauth2PermissionScopes: [],
  passwordCredentials: [],
  resourceSpecificApplicationPermissions: [],
  verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
};

/** A principal in Graph's words. */
export function presentPrincipal(principal: Principal): Record<string, unknown> {
  const { kind, objectId: id, displayName } = principal;
  if (kind === "user") return { ...USER, id, displayName, userPrincipalName: principal.userName };
  const { appId } = principal;
  const names = { appId, appDisplayName: displayName, servicePrincipalNames: [appId] };
  return { ...SERVICE_PRINCIPAL, id, displayName, ...names };
}

/** A principal among objects of several types. */
export const presentObject = (principal: Principal): Record<string, unknown> => ({
  "@odata.type": `#microsoft.graph.${principal.kind === "user" ? "user" : "servicePrincipal"}`,
  ...presentPrincipal(principal),
});

/** An answer with the address of its type's description. */
export const withContext = (
  request: FastifyRequest,
  type: string,
  body: Record<string, unknown>,
): Record<string, unknown> => ({
  "@odata.context": `${originOf(request)}/v1.0/$metadata#${type}`,
  ...body,
});
