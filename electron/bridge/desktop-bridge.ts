// What the interface sees as `window.desktop` in the desktop application, and nothing else: named functions over plain data. Types
// alone, so that the interface and the preload read it without carrying anything.

/** One entry of the native menu. The interface makes the list; the command registry is the only source. */
export interface MenuEntry {
  readonly id: string;
  readonly title: string;
  /** The top menu that it stands in. */
  readonly group: string;
  /** In Electron's notation, as `CmdOrCtrl+K`; the menu then owns the key and the page must not listen for it. */
  readonly accelerator: string | null;
  readonly isEnabled: boolean;
}

/** How far the running work is; `fraction` null when nobody knows. */
export interface ProgressState {
  readonly state: 'none' | 'running' | 'failed';
  readonly fraction: number | null;
}

/** Something that needs this person. A click opens `link`, which only navigates. */
export interface PersonalNotice {
  readonly title: string;
  readonly body: string;
  readonly link: string;
  /** Notices of one group replace one another. */
  readonly group: string;
}

export interface SavedFile {
  /** Names the file for `showSavedFile`, `copySavedFile` and `dragSavedFile`; paths never reach the page. */
  readonly token: string;
  readonly name: string;
}

/** Where secrets are kept on this machine, in plain words. */
export interface SecretsState {
  readonly backend: string;
  readonly description: string;
  readonly isProtected: boolean;
  /** True where keeping secrets at all takes the person's explicit word first. */
  readonly needsAcceptance: boolean;
}

export interface UpdateState {
  readonly state: 'off' | 'idle' | 'checking' | 'downloading' | 'ready' | 'waiting' | 'failed';
  /** Why, in words: which policy switched it off, which work it waits for, what went wrong. */
  readonly detail: string;
  readonly version: string | null;
}

/** The core process as the window shows it. */
export interface CoreState {
  readonly state: 'starting' | 'ready' | 'restarting' | 'stopped';
  /** What is going on or went wrong, in words; never a stack or a path. */
  readonly detail: string;
}

/** A file that was opened with the application, after its first bytes were read. */
export interface OpenedFile {
  readonly name: string;
  readonly isSealedPack: boolean;
  readonly detail: string;
}

export type StopListening = () => void;

/** The whole bridge. */
export interface DesktopBridge {
  readonly platform: 'darwin' | 'win32' | 'linux';
  readonly version: string;
  /** The secret of this window's session; it ends with the window. */
  sessionSecret(): Promise<string>;
  setMenu(entries: readonly MenuEntry[]): Promise<void>;
  /** How many things await this person. */
  setBadge(count: number): Promise<void>;
  setProgress(progress: ProgressState): Promise<void>;
  /** Unsaved work: closing asks first. */
  setDocumentEdited(isEdited: boolean): Promise<void>;
  notify(notice: PersonalNotice): Promise<boolean>;
  openExternal(url: string): Promise<boolean>;
  /** Asks where to, then writes; null when the person decided against it. */
  saveFile(name: string, bytes: Uint8Array): Promise<SavedFile | null>;
  showSavedFile(token: string): Promise<boolean>;
  dragSavedFile(token: string): Promise<boolean>;
  /** The page as it prints, to a file that the person chooses. */
  savePdf(name: string): Promise<SavedFile | null>;
  openFile(): Promise<OpenedFile | null>;
  secretsState(): Promise<SecretsState>;
  acceptUnprotectedSecrets(isAccepted: boolean): Promise<SecretsState>;
  updateState(): Promise<UpdateState>;
  checkForUpdate(): Promise<UpdateState>;
  restartToUpdate(): Promise<UpdateState>;
  coreState(): Promise<CoreState>;
  showLogs(): Promise<boolean>;
  onCommand(listener: (id: string) => void): StopListening;
  /** An address of the interface, as `/exceptions?id=EX-123`; it navigates, it never acts. */
  onNavigate(listener: (address: string) => void): StopListening;
  onCoreState(listener: (state: CoreState) => void): StopListening;
  onUpdateState(listener: (state: UpdateState) => void): StopListening;
  onOpenedFile(listener: (file: OpenedFile) => void): StopListening;
}
