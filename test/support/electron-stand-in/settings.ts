import process from 'node:process';

/** What a test chose for this run, handed over in the environment. */
export interface StandInSettings {
  readonly appPath: string;
  readonly userData: string;
  readonly version: string;
  readonly isPackaged: boolean;
  /** The keyring of this desktop. */
  readonly backend: 'basic_text' | 'gnome_libsecret' | 'kwallet' | 'kwallet5' | 'kwallet6' | 'unknown';
  readonly canEncrypt: boolean;
  readonly showsNotifications: boolean;
}

export const settings = JSON.parse(process.env['TIEOUT_STAND_IN'] ?? '{}') as StandInSettings;
