/** A user name as names are compared: Entra ID ignores case, and a blank is no part of a name. */
export const foldUserName = (userName: string): string =>
  userName.trim().normalize("NFC").toLowerCase();
