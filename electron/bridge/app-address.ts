/** The application's own scheme and host: pages and API are one origin, served by main. */
export const appScheme = 'tieout';
export const appHost = 'app';
export const appOrigin = `${appScheme}://${appHost}`;
/** The one document; screens are in its fragment. */
const startUrl = `${appOrigin}/index.html`;
/** Every request below this path goes to the core process. */
export const apiPrefix = '/api/';

/** Whether an address is the application's own document, whatever its fragment. */
export function isAppDocument(url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || !url.startsWith(`${appOrigin}/`)) return false;
  return parsed.pathname === '/index.html' && parsed.username === '' && parsed.password === '';
}

/** The address of a screen, as `/exceptions?id=EX-1`, in the document's fragment. */
export function screenUrl(address: string): string {
  return `${startUrl}#${address}`;
}
