const goals = [
  'package.json',
  'etc/passwd',
  'core/host/tieout.ts',
  '.tieout/sample/workspace.db',
  'files.json',
];

const ups = [
  '../',
  '..%2f',
  '..%2F',
  '%2e%2e/',
  '%2e%2e%2f',
  '%252e%252e%252f',
  '..%252f',
  '..\\',
  '..%5c',
  '..%255c',
  '.../',
  '....//',
  '..;/',
  '..%00/',
  '..%c0%af',
  '..%c1%9c',
  '%c0%ae%c0%ae/',
  '..%e2%88%95',
  '%uff0e%uff0e%u2215',
  '．．/',
  '‥/',
  './../',
  '/..//',
  'assets/../../',
  'assets/..%2f..%2f',
];

const listed = ['index.html', 'assets/app.js'];

const deviceNames = [
  '',
  '/CON',
  '/NUL',
  '/aux.html',
  '/COM1',
  '/LPT1.js',
  '/__proto__',
  '/constructor',
  '/toString',
];

const neverListed = [
  '/hasOwnProperty',
  '/.git/config',
  '/.env',
  '/node_modules',
  '/core',
  '/api',
  '/api/',
  '/session/',
];

const nearListed = [
  '/assets',
  '/assets/',
  '/assets/.',
  '/favicon.ico',
  '/robots.txt',
  '/.well-known/x',
  '/index.htm',
  '/?',
  '/??',
];

/** Ways to write the path of a listed file that a server must not take for it. */
function dressed(file: string): string[] {
  return [
    `//${file}`,
    `/./${file}`,
    `/x/../${file}`,
    `/${file}/`,
    `/${file}/.`,
    `/${file}%00`,
    `/${file}%20`,
    `/${file}.`,
    `/${file}::$DATA`,
    `/${file}:stream`,
    `/${file}?x=1`,
    `/${file};x=1`,
    `/${file}%3f`,
    `/${file}%23`,
    `/${file}~`,
    `/${file}.bak`,
    `/${file}.map`,
    `/${file.toUpperCase()}`,
    `/${file.replace('.', '%2e')}`,
    `/${file.replace('a', '%61')}`,
    `/${file.replace('/', '%2f')}x`,
    `/${file.replace('/', '\\')}x`,
    `\\${file}`,
    `/\\${file}`,
    `/C:/${file}`,
    `/C:\\${file}`,
    `/\\\\?\\C:\\${file}`,
    `/\\\\server\\share\\${file}`,
    `//server/share/${file}`,
    `/file:///${file}`,
    `/%2f${file}`,
    `/%5c${file}`,
    `/.%2f${file}`,
    `/${file}\u2024`,
    `/\u2025/${file}`,
    `/\uff0f${file}`,
    `/${file}\u200b`,
    `/${file}\u0130`,
  ];
}

/** Ways to write a path that some reader somewhere takes for another one. */
export function pathVectors(): readonly string[] {
  const climbing = goals.flatMap((goal) => ups.flatMap((up) => [`/${up}${goal}`, `/${up.repeat(6)}${goal}`]));
  const escaped = Array.from(
    { length: 64 },
    (_, code) => `/%${code.toString(16).padStart(2, '0')}index.html`,
  );
  const all = [
    ...climbing,
    ...listed.flatMap(dressed),
    ...deviceNames,
    ...neverListed,
    ...nearListed,
    ...escaped,
  ];
  const own = new Set(listed.map((file) => `/${file}`));
  return all.filter((vector) => !own.has(vector));
}
