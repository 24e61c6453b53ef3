/** Why a TC string cannot be read. Stable codes: they are in receipts and counters. */
export type TcfFault =
  | 'not_text'
  | 'too_long'
  /** The whole is a GPP string, which has a reader of its own. */
  | 'gpp_string'
  | 'empty_segment'
  /** Two segments of one type, or a second core: they could contradict each other. */
  | 'duplicate_segment'
  /** Not of the base64url alphabet; padding is none of it. */
  | 'bad_char'
  /** Not version 2. */
  | 'unsupported_version'
  /** Ends before what it claims to hold. */
  | 'truncated'
  | 'too_many_entries'
  /** Ends before it starts, starts at 0, or goes beyond the list's own maximum. */
  | 'bad_range'
  /** Entries that do not ascend, or that share an id. */
  | 'overlapping_ranges'
