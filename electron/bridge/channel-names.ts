/** Every question that the page can ask of main: the one table of invoke channels, named as the bridge's functions where they are one to one. */
export const invokeNames = [
  'sessionSecret',
  'setMenu',
  'setBadge',
  'setProgress',
  'setDocumentEdited',
  'notify',
  'openExternal',
  'beginFile',
  'appendFile',
  'finishFile',
  'showSavedFile',
  'dragSavedFile',
  'savePdf',
  'openFile',
  'secretsState',
  'acceptUnprotectedSecrets',
  'updateState',
  'checkForUpdate',
  'restartToUpdate',
  'coreState',
  'showLogs',
] as const;

export type InvokeName = (typeof invokeNames)[number];

/** What main tells the page without being asked. */
export const pushNames = ['command', 'navigate', 'coreState', 'updateState', 'openedFile'] as const;

export type PushName = (typeof pushNames)[number];

/** The name under which a question crosses; main listens on nothing else. */
export function invokeChannel(name: InvokeName): string {
  return `tieout:ask:${name}`;
}

export function pushChannel(name: PushName): string {
  return `tieout:tell:${name}`;
}
