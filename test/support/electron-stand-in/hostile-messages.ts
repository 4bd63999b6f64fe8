import { invokeNames, type InvokeName } from '#electron/bridge/channel-names.ts';
import type { Random } from '#core/base/random.ts';

/** The fourteen kinds of hostile messages; each made from a valid one of its channel. */
export const messageClasses = [
  'types',
  'missing',
  'extra',
  'huge',
  'deep',
  'prototype',
  'getters',
  'numbers',
  'unicode',
  'replay',
  'foreign-ids',
  'stale',
  'out-of-order',
  'concurrent',
] as const;

export type MessageClass = (typeof messageClasses)[number];

export interface HostileMessage {
  readonly channel: InvokeName;
  readonly args: readonly unknown[];
}

const token = 'ab'.repeat(16);

/** One message of each channel that its handler takes. */
const valid: Readonly<Record<InvokeName, readonly unknown[]>> = {
  sessionSecret: [],
  setMenu: [
    [
      {
        id: 'go.overview',
        title: 'Go to Overview',
        group: 'Go',
        accelerator: 'CmdOrCtrl+1',
        isEnabled: true,
      },
    ],
  ],
  setBadge: [3],
  setProgress: [{ state: 'running', fraction: 0.5 }],
  setDocumentEdited: [true],
  notify: [
    {
      title: 'Approval',
      body: 'One posting awaits you',
      link: 'cockpit://posting/pst_1',
      group: 'approvals',
    },
  ],
  openExternal: ['https://dashboard.stripe.com/invoices/in_1'],
  beginFile: ['export.csv', 10],
  appendFile: [token, new Uint8Array([1, 2, 3])],
  finishFile: [token],
  showSavedFile: [token],
  dragSavedFile: [token],
  savePdf: ['report.pdf'],
  openFile: [],
  secretsState: [],
  acceptUnprotectedSecrets: [false],
  updateState: [],
  checkForUpdate: [],
  restartToUpdate: [],
  coreState: [],
  showLogs: [],
};

const oddTexts = [
  '\u202e',
  '\u0000',
  '\ud800',
  '\u2028',
  'x\u200by',
  '\ufeff',
  '../../etc/passwd',
  'C:\\x',
  '💥'.repeat(60),
];
const oddNumbers = [Number.NaN, Number.POSITIVE_INFINITY, -0, -1, 1.5, 2 ** 53, 1e308, 10n];
const oddTypes: readonly unknown[] = [
  null,
  undefined,
  true,
  'text',
  7,
  [],
  {},
  () => 1,
  Symbol('x'),
  new Date(0),
  /x/,
  new Map(),
  new Set([1]),
  new Error('x'),
  Promise.resolve(1),
  new ArrayBuffer(8),
  new Float64Array(2),
];

type Make = (args: readonly unknown[], pick: <T>(from: readonly T[]) => T, random: Random) => unknown[];

const replaceOne = (args: readonly unknown[], value: unknown): unknown[] => [value, ...args.slice(1)];

function nested(depth: number): unknown {
  let value: unknown = 'bottom';
  for (let at = 0; at < depth; at += 1) value = at % 2 === 0 ? [value] : { a: value };
  return value;
}

function polluted(text: string): unknown {
  return JSON.parse(text) as unknown;
}

const makers: Readonly<Record<MessageClass, Make>> = {
  types: (args, pick) => replaceOne(args, pick(oddTypes)),
  missing: (args) => args.slice(0, -1),
  extra: (args, pick) => [...args, pick(oddTypes)],
  huge: (args, pick) => replaceOne(args, pick([hugeText, hugeList, hugeBytes])),
  deep: (args, pick) => replaceOne(args, pick([nested(21), nested(200), deepest])),
  prototype: (args, pick) =>
    replaceOne(
      args,
      pick([
        polluted('{"__proto__":{"isAdmin":true}}'),
        polluted('{"constructor":{"prototype":{"isAdmin":true}}}'),
        polluted('{"state":"running","fraction":1,"__proto__":null}'),
        polluted('[{"id":"go.x","__proto__":{"title":"x"}}]'),
      ]),
    ),
  getters: (args) =>
    replaceOne(args, {
      get state(): never {
        throw new Error('read');
      },
    }),
  numbers: (args, pick) =>
    replaceOne(args, pick([pick(oddNumbers), { state: 'running', fraction: pick(oddNumbers) }])),
  unicode: (args, pick) => replaceOne(args, pick(oddTexts)),
  replay: (args) => [...args],
  'foreign-ids': (args, _pick, random) =>
    replaceOne(args, Array.from({ length: 32 }, () => random.integer(0, 15).toString(16)).join('')),
  stale: (args) => replaceOne(args, token),
  'out-of-order': (args) => replaceOne(args, '0'.repeat(32)),
  concurrent: (args) => [...args],
};

const hugeText = 'x'.repeat(600_000);
const hugeList = Array.from({ length: 200_000 }, () => 1);
const hugeBytes = new Uint8Array(1024 * 1024 + 1);
const deepest = nested(5_000);

/** A message of a class, made from a valid one of any channel. */
export function hostileMessage(kind: MessageClass, random: Random): HostileMessage {
  const pick = <T>(from: readonly T[]): T => random.pick(from);
  const channel = pick(invokeNames);
  return { channel, args: makers[kind](valid[channel], pick, random) };
}
