// @ts-check
// Sets the fuses of the packed Electron, before it is signed. All nine are said, and one that this list does not know fails the
// build: a new Electron does not bring an open door in silence.
import { FuseV1Options, FuseVersion } from '@electron/fuses';

/** S-03. */
export const fuses = /** @type {const} */ ({
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // That file is not shipped.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
});

/**
 * Called by electron-builder for every platform that it packed.
 * @param {import('electron-builder').AfterPackContext} context
 */
export async function afterPack(context) {
  // An Apple-silicon binary is signed ad hoc: flipping a fuse breaks that signature, and it is made again.
  const resetAdHocDarwinSignature = context.electronPlatformName === 'darwin';
  await context.packager.addElectronFuses(context, { ...fuses, resetAdHocDarwinSignature });
}
