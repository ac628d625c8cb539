import type { ServerToClientEvents } from '#shared/protocol/protocol.ts'

type NewsName = keyof ServerToClientEvents
type NewsArguments<Name extends NewsName> = Parameters<ServerToClientEvents[Name]>

/** Those who watch one topology, as its room sees them. */
export interface Audience {
  tell<Name extends NewsName>(name: Name, ...news: NewsArguments<Name>): void
  tellOthers<Name extends NewsName>(
    exceptId: string,
    name: Name,
    ...news: NewsArguments<Name>
  ): void
  /** A frame: who has not taken in the last one yet does without this one. */
  show(frame: ArrayBuffer): void
}
