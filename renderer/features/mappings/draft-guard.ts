import { desktopBridge } from '#renderer/shell/session/desktop.ts';

/** Drafts are kept in this window only: while there are any, it asks before it goes. The desktop asks in its own words. */
export function guardWindow(hasDrafts: boolean): void {
  const desktop = desktopBridge();
  if (desktop) void desktop.setDocumentEdited(hasDrafts);
  else if (hasDrafts) window.addEventListener('beforeunload', ask);
  else window.removeEventListener('beforeunload', ask);
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
