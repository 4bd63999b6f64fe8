import * as z from 'zod';
import type { InvokeName } from './channel-names.ts';
import type { DesktopBridge, SavedFile } from './desktop-bridge.ts';

/** Text that is shown by the operating system: one line, no control or direction characters. */
const shownText = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]+$/u, 'has characters that are not shown');

const commandId = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9-]{0,40}(?:\.[a-zA-Z0-9-]{1,60}){1,3}$/, 'is not a command');

/** `CmdOrCtrl+Shift+P`, `F6`, `Alt+CmdOrCtrl+Left`; never a bare letter, which belongs to the page. */
const accelerator = z
  .string()
  .max(60)
  .regex(
    /^(?:(?=(?:[A-Za-z]+\+)*CmdOrCtrl\+)(?:(?:CmdOrCtrl|Shift|Alt)\+){1,3}(?:[A-Z0-9]|F[1-9]|F1[0-9]|F2[0-4]|Left|Right|Up|Down|Enter|Return|Space|Tab|Backspace|Delete|Escape|Home|End|PageUp|PageDown|Plus|[,./;'[\]\\=`-])|(?:(?:Shift|Alt)\+){0,2}F(?:[1-9]|1[0-9]|2[0-4]))$/,
    'is not an accelerator that a menu may own',
  );

const menuEntrySchema = z.strictObject({
  id: commandId,
  title: shownText(80),
  group: shownText(30),
  accelerator: accelerator.nullable(),
  isEnabled: z.boolean(),
});

const token = z.string().regex(/^[0-9a-f]{32}$/, 'is not a token');

/** A file name as a proposal for a dialog: no folder, no reserved characters. */
const fileName = z
  .string()
  .min(1)
  .max(120)
  .regex(/^(?!\.)[^\p{Cc}\p{Cs}/\\:*?"<>|\u202a-\u202e\u2066-\u2069]+$/u, 'is not a plain file name');

/** How often a window may ask; `perSecond` sustained, `burst` at once. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export interface Channel<Input extends z.ZodTuple = z.ZodTuple> {
  readonly input: Input;
  readonly rate: Rate;
}

const often: Rate = { burst: 40, perSecond: 20 };
const seldom: Rate = { burst: 5, perSecond: 1 };
const none = z.tuple([]);

/** The bytes of a file cross in pieces, each within the common limit of a message. */
const pieceBytes = 512 * 1024;
/** Longest file that an export may hand over. */
const maxFileBytes = 256 * 1024 * 1024;

/** What may cross, with its shape: anything else is refused before a handler sees it. */
export const channels = {
  sessionSecret: { input: none, rate: seldom },
  setMenu: { input: z.tuple([z.array(menuEntrySchema).max(600)]), rate: often },
  setBadge: { input: z.tuple([z.int().min(0).max(1_000_000)]), rate: often },
  setProgress: {
    input: z.tuple([
      z.strictObject({
        state: z.enum(['none', 'running', 'failed']),
        fraction: z.number().min(0).max(1).nullable(),
      }),
    ]),
    rate: often,
  },
  setDocumentEdited: { input: z.tuple([z.boolean()]), rate: often },
  notify: {
    input: z.tuple([
      z.strictObject({
        title: shownText(80),
        body: shownText(300),
        link: z.string().max(500),
        group: shownText(40),
      }),
    ]),
    rate: seldom,
  },
  openExternal: { input: z.tuple([z.string().max(2_000)]), rate: seldom },
  /** Asks where to, and answers with a token for the pieces, or null when the person decided against it. */
  beginFile: { input: z.tuple([fileName, z.int().min(0).max(maxFileBytes)]), rate: seldom },
  appendFile: {
    input: z.tuple([
      token,
      z.instanceof(Uint8Array).refine(({ length }) => length <= pieceBytes, 'is too long'),
    ]),
    rate: { burst: 600, perSecond: 200 },
  },
  finishFile: { input: z.tuple([token]), rate: seldom },
  showSavedFile: { input: z.tuple([token]), rate: seldom },
  dragSavedFile: { input: z.tuple([token]), rate: seldom },
  savePdf: { input: z.tuple([fileName]), rate: seldom },
  openFile: { input: none, rate: seldom },
  secretsState: { input: none, rate: often },
  acceptUnprotectedSecrets: { input: z.tuple([z.boolean()]), rate: seldom },
  updateState: { input: none, rate: often },
  checkForUpdate: { input: none, rate: seldom },
  restartToUpdate: { input: none, rate: seldom },
  coreState: { input: none, rate: often },
  showLogs: { input: none, rate: seldom },
} as const satisfies { readonly [Name in InvokeName]: Channel };

/** What each channel answers: as the bridge's function of that name, and for a file's pieces as here. */
interface PieceAnswers {
  readonly beginFile: Promise<string | null>;
  readonly appendFile: Promise<boolean>;
  readonly finishFile: Promise<SavedFile | null>;
}

type AnswerOf<Name extends InvokeName> = Name extends keyof PieceAnswers
  ? PieceAnswers[Name]
  : Name extends keyof DesktopBridge
    ? ReturnType<DesktopBridge[Name]>
    : never;

/** What main does for each channel, with the input already checked. */
export type Handlers = {
  readonly [Name in InvokeName]: (...args: z.output<(typeof channels)[Name]['input']>) => AnswerOf<Name>;
};
