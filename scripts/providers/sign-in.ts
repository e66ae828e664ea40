import { ClientSecretCredential, type AccessToken } from "@azure/identity";

/** A service principal with its secret. */
export interface Principal {
  tenantId: string;
  clientId: string;
  clientSecret: string;
}

const REFRESH_BEFORE_MS = 5 * 60 * 1000;

/**
 * Requests Entra tokens for client credentials through @azure/identity, without instance discovery,
 * as a custom cloud needs. All stacks in this process share one token per principal and scope.
 */
export class SignIn {
  private readonly credentials = new Map<string, ClientSecretCredential>();
  private readonly tokens = new Map<string, Promise<AccessToken>>();

  /**
   * A token for a scope, such as `https://management.azure.com/.default`.
   * @throws AuthenticationError of the library
   */
  async token(authority: string, principal: Principal, scope: string): Promise<string> {
    const key = JSON.stringify([authority, principal, scope]);
    const kept = await this.tokens.get(key);
    if (kept && kept.expiresOnTimestamp - Date.now() > REFRESH_BEFORE_MS) return kept.token;
    if (kept) this.tokens.delete(key);
    const asked = this.tokens.get(key) ?? this.ask(authority, principal, scope);
    this.tokens.set(key, asked);
    try {
      return (await asked).token;
    } catch (error) {
      this.tokens.delete(key);
      throw error;
    }
  }

  /** Forgets a principal's tokens: a service refused one of them. */
  forget(authority: string, principal: Principal): void {
    const owner = JSON.stringify([authority, principal]);
    this.credentials.delete(owner);
    for (const key of this.tokens.keys())
      if (key.startsWith(owner.slice(0, -1))) this.tokens.delete(key);
  }

  private ask(authority: string, principal: Principal, scope: string): Promise<AccessToken> {
    const key = JSON.stringify([authority, principal]);
    let credential = this.credentials.get(key);
    if (!credential) {
      const { tenantId, clientId, clientSecret } = principal;
      const options = { authorityHost: authority, disableInstanceDiscovery: true };
      credential = new ClientSecretCredential(tenantId, clientId, clientSecret, options);
      this.credentials.set(key, credential);
    }
    return credential.getToken(scope);
  }
}
