import type { DesktopBridge } from '#electron/bridge/desktop-bridge.ts';

/** The desktop's named functions where the cockpit runs in the desktop application; undefined in a browser. */
export function desktopBridge(): DesktopBridge | undefined {
  return (window as { readonly desktop?: DesktopBridge }).desktop;
}
