import type { BrowserWindowConstructorOptions } from 'electron';

export interface WindowFacts {
  /** Unique among the windows: its size and place are kept under it. */
  readonly name: string;
  readonly preload: string;
  readonly platform: NodeJS.Platform;
  readonly version: string;
  /** The background of the theme in use, so that the first frame does not flash. */
  readonly isDark: boolean;
  /** Developer tools: never in a packaged application. */
  readonly hasDevTools: boolean;
}

/** The options of every window: there is no other place that makes one. */
export function windowOptions(facts: WindowFacts): BrowserWindowConstructorOptions {
  const { name, preload, platform, version, isDark, hasDevTools } = facts;
  return {
    name,
    windowStatePersistence: true,
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Tieout',
    backgroundColor: isDark ? '#16181b' : '#ffffff',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      devTools: hasDevTools,
      additionalArguments: [`--tieout-version=${version}`, `--tieout-platform=${platform}`],
    },
  };
}
