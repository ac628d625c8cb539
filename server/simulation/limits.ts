/** Bounds of a run. Hitting one ends it with a reason, never with a crash. */
export interface Limits {
  /** Messages kept in all channels together; some 150 bytes each. */
  readonly messagesMax: number
}

export const DEFAULT_LIMITS: Limits = { messagesMax: 2_000_000 }
