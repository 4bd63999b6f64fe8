/** How amounts below zero are written: with the locale's minus sign, or in parentheses as accountants do. */
export type NegativeStyle = 'minus' | 'parentheses';

/** What a person chose about numbers and dates. Every function of this folder takes it; none reads it from anywhere. */
export interface FormatPreferences {
  /** BCP 47, such as `de-CH`. */
  readonly locale: string;
  /** IANA name, such as `Europe/Zurich`. Days and periods have none and are not moved by it. */
  readonly timeZone: string;
  readonly negativeStyle: NegativeStyle;
}
