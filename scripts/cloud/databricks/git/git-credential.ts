/** What is known of somebody's account at a Git provider. Its token is not kept: nothing here asks the provider. */
export interface GitCredential {
  credential_id: number;
  memberId: string;
  git_provider: string;
  git_username?: string | undefined;
  git_email?: string | undefined;
  name?: string | undefined;
  is_default_for_provider?: boolean | undefined;
}
