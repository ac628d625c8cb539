/** Bounds of a run. Hitting one ends it with a reason, never with a crash. */
export interface Limits {
  /** Messages kept in all channels together; some 300 bytes each. */
  readonly messagesMax: number
  /** Kept so many, a run is looked at for a storm: see `StormWatch`. */
  readonly stormMessages: number
}

export const DEFAULT_LIMITS: Limits = { messagesMax: 2_000_000, stormMessages: 50_000 }

/** From one look for a storm to the next. */
export const STORM_LOOK_MESSAGES = 10_000
