/** Where links out of the cockpit may lead: the vendors' own sites, over https, in the system's browser. */
const allowedHosts: readonly (string | RegExp)[] = [
  'dashboard.stripe.com',
  /^[a-z0-9][a-z0-9-]{0,62}(?:--[a-z0-9-]{1,40})?(?:\.sandbox)?\.(?:my\.salesforce|lightning\.force)\.com$/,
  /^[0-9a-z][0-9a-z-]{0,40}\.app\.netsuite\.com$/,
  'system.netsuite.com',
];

/** The address to open in the system's browser, normalised, or null for anything that is not allowed. */
export function allowedExternalUrl(text: string): string | null {
  if (/[\p{Cc}\p{Cf}\p{Cs}\s\\]/u.test(text)) return null;
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'https:') return null;
  if (!text.startsWith('https://')) return null;
  if (url.username !== '' || url.password !== '' || url.port !== '') return null;
  // A name that was written otherwise than it reads (percent, unicode, capitals) is not one that we list.
  const written = text.slice('https://'.length).split(/[/?#]/)[0] ?? '';
  if (written !== url.hostname) return null;
  const isAllowed = allowedHosts.some((host) =>
    typeof host === 'string' ? host === url.hostname : host.test(url.hostname),
  );
  return isAllowed ? url.href : null;
}
