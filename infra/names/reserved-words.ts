/**
 * Words that Azure refuses in names of resources with an address of their own (its page "Resolve
 * errors for reserved resource names").
 */
const ANYWHERE = ["microsoft", "windows"];
const AT_THE_START = ["login"];
const AS_WHOLE_NAME = [
  ...["access", "app_code", "app_themes", "app_data", "app_globalresources"],
  ...["app_localresources", "app_webreferences", "app_browsers", "azure", "bing", "bizspark"],
  ...["biztalk", "cortana", "directx", "dotnet", "dynamics", "excel", "exchange", "forefront"],
  ...["groove", "hololens", "hyperv", "kinect", "lync", "msdn", "o365", "office", "office365"],
  ...["onedrive", "onenote", "outlook", "powerpoint", "sharepoint", "skype", "visio"],
  ...["visualstudio", "web.config", "xbox"],
];

/** The reserved word for which Azure refuses a name; undefined for a name that it accepts. */
export function reservedWordIn(name: string): string | undefined {
  const folded = name.toLowerCase();
  return (
    ANYWHERE.find((word) => folded.includes(word)) ??
    AT_THE_START.find((word) => folded.startsWith(word)) ??
    AS_WHOLE_NAME.find((word) => folded === word)
  );
}
