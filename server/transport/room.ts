// A topology that somebody works on: its document, its session, and those who watch.

import type { BreakpointChange } from '#shared/protocol/breakpoints.ts'
import type { Control, EventDetail, ReplyOf, RunState } from '#shared/protocol/protocol.ts'
import type { Edit } from '#shared/topology/change.ts'
import type { RunChange } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { ComparedRecipes, RecipeText, RecordedRun, SessionNews } from '../session/messages.ts'
import { type DocumentNews, type Saving, TopologyDocument } from '../storage/topologyDocument.ts'
import type { VersionStore } from '../storage/versions/versionStore.ts'
import type { Workspace } from '../storage/workspace.ts'
import type { Audience } from './audience.ts'
import { RequestFailure } from './requestFailure.ts'
import { RoomSession } from './roomSession.ts'

export interface RoomParts {
  readonly workspace: Workspace
  readonly id: string
  readonly audience: Audience
  /** Makes place for one more live run, or throws `RequestFailure`. */
  readonly takeSeat: (room: Room) => Promise<void>
  /** Its run takes more memory than before, or less. */
  readonly memoryChanged: () => void
  readonly log: (line: string) => void
}

/** `frame`: what the others have seen already, for the one who joins. */
interface Joined {
  readonly reply: ReplyOf<'topology:join'>
  readonly frame: ArrayBuffer | null
}

export class Room {
  readonly id: string
  readonly #parts: RoomParts
  readonly #document: TopologyDocument
  readonly #session: RoomSession
  readonly #watchers = new Set<string>()
  #idleSinceMs: number

  private constructor(parts: RoomParts, document: TopologyDocument) {
    this.id = parts.id
    this.#parts = parts
    this.#document = document
    this.#idleSinceMs = performance.now()
    this.#session = new RoomSession({
      workspace: parts.workspace,
      id: parts.id,
      topology: () => document.topology,
      tell: (news) => this.#tell(news),
      log: parts.log,
      takeSeat: () => parts.takeSeat(this),
      memoryChanged: parts.memoryChanged,
      storeProblem: (problem) => parts.audience.tell('run:storeProblem', { problem }),
    })
  }

  /** Throws `RequestFailure` where there is no such topology. */
  static async open(parts: RoomParts): Promise<Room> {
    const { workspace, id, audience } = parts
    // The document speaks only after it was opened, and then there is a room.
    const opening: { room?: Room } = {}
    const news: DocumentNews = {
      saved: (revision, problem) => audience.tell('topology:saved', { revision, problem }),
      versionProblem: (problem) => audience.tell('topology:versionProblem', { problem }),
      replaced: (revision, topology) => opening.room?.replaced(revision, topology),
    }
    const opened = await TopologyDocument.open(workspace, id, news)
    switch (opened.kind) {
      case 'missing':
        throw new RequestFailure('unknownTopology', `There is no topology '${id}' here.`)
      case 'broken':
        throw new RequestFailure('unknownTopology', `${id}.json is no topology. ${opened.problem}`)
      case 'opened':
        opening.room = new Room(parts, opened.document)
        return opening.room
    }
  }

  get topology(): Topology {
    return this.#document.topology
  }

  get revision(): number {
    return this.#document.revision
  }

  get versions(): VersionStore {
    return this.#document.versions
  }

  /** The drawing, and what belongs to its run. */
  get isSaved(): boolean {
    return this.#document.problem === null && this.#session.storeProblems.length === 0
  }

  /** Why what belongs to its run is not on the disk, the end of a sentence; null: it is. */
  get unsavedReason(): string | null {
    return this.#session.unsavedReason
  }

  get memoryBytes(): number {
    return this.#session.memoryBytes
  }

  get isLive(): boolean {
    return this.#session.isLive
  }

  get runStatus(): RunState['status'] | 'ending' {
    return this.#session.status
  }

  get isWatched(): boolean {
    return this.#watchers.size > 0
  }

  /** Milliseconds since the last one stopped watching; 0 while somebody does. */
  idleMs(nowMs: number): number {
    return this.#watchers.size > 0 ? 0 : nowMs - this.#idleSinceMs
  }

  /** Somebody is about to use it. */
  touch(): void {
    this.#idleSinceMs = performance.now()
  }

  async join(watcherId: string): Promise<Joined> {
    this.#watchers.add(watcherId)
    try {
      await this.#session.start()
    } catch (error) {
      this.leave(watcherId)
      throw error
    }
    this.#session.watch(this.#watchers.size > 0)
    const { frame, ...look } = await this.#session.look()
    const { revision, problem } = this.#document
    if (problem !== null) this.#parts.audience.tell('topology:saved', { revision, problem })
    for (const each of this.#session.storeProblems)
      this.#parts.audience.tell('run:storeProblem', { problem: each })
    return { reply: { revision, ...look }, frame }
  }

  leave(watcherId: string): void {
    if (!this.#watchers.delete(watcherId) || this.#watchers.size > 0) return
    this.#idleSinceMs = performance.now()
    this.#session.watch(false)
  }

  /** Resolves when the edit is on the disk. All but this sender have it at once; null: all. */
  async edit(editId: string, edit: Edit, senderId: string | null): Promise<number> {
    const reply = this.#document.edit(editId, edit)
    if (reply.kind === 'refused') throw new RequestFailure('refusedEdit', reply.reason)
    const { revision, saved } = reply
    if (reply.kind === 'applied') {
      const { audience } = this.#parts
      const news = { revision, editId, edit }
      if (senderId === null) audience.tell('topology:edited', news)
      else audience.tellOthers(senderId, 'topology:edited', news)
      this.#session.edit(edit)
    }
    requireSaved(await saved)
    return revision
  }

  control(control: Control): Promise<RunState> {
    return this.#session.control(control)
  }

  change(change: RunChange): Promise<{ atNs: number }> {
    return this.#session.change(change)
  }

  changeBreakpoints(change: BreakpointChange): Promise<RunState> {
    return this.#session.changeBreakpoints(change)
  }

  event(origin: number, n: number): Promise<EventDetail> {
    return this.#session.event(origin, n)
  }

  /** Waits for a run that is being repeated to be back where it was. */
  record(): Promise<RecordedRun> {
    return this.#session.record()
  }

  comparedRecipes(baselineId: number): Promise<ComparedRecipes> {
    return this.#session.comparedRecipes(baselineId)
  }

  /** As `record`, for people. */
  recipeText(): Promise<RecipeText> {
    return this.#session.recipeText()
  }

  /** Somebody else may have changed the file. */
  look(): Promise<void> {
    return this.#document.look()
  }

  /** Somebody else has changed the file, and this is the document now. */
  replaced(revision: number, topology: Topology): void {
    this.#parts.audience.tell('topology:replaced', { revision })
    this.#session.replace(topology)
  }

  /** Ends its run where it goes on; everything of it is still there to be read. */
  endRun(reason: string): void {
    this.#session.end(reason)
  }

  /** Ends the run's thread: the reason is all that is left. Answers as `rest` does. */
  releaseRun(reason: string): Promise<string | null> {
    return this.#session.release(reason)
  }

  /**
   * Writes everything down and ends the run's thread; the run comes back when somebody joins. Where that
   * would lose something, or somebody has come, nothing is done, and the answer says why.
   */
  rest(): Promise<string | null> {
    return this.#session.rest(() => this.isWatched)
  }

  /** Whether it can be closed now, and nothing is lost. Its run rests already then. */
  async canClose(): Promise<boolean> {
    const saving = await this.#document.save()
    return saving.kind === 'saved' && (await this.rest()) === null
  }

  /** Writes down what can be, and ends. Answers what could not be saved. */
  async close(): Promise<readonly string[]> {
    const problems = await this.#session.stop()
    const saving = await this.#document.close()
    return saving.kind === 'failed' ? [...problems, saving.problem] : problems
  }

  #tell(news: SessionNews): void {
    const { audience } = this.#parts
    if (news.kind === 'state') audience.tell('run:state', news.state)
    else if (news.kind === 'dictionary') audience.tell('run:dictionary', news.dictionary)
    else if (news.kind === 'earlierFrame') audience.tell('run:frame', news.bytes)
    else audience.show(news.bytes)
  }
}

function requireSaved(saving: Saving): void {
  switch (saving.kind) {
    case 'saved':
      return
    case 'failed':
      throw new RequestFailure('saveFailed', saving.problem)
    case 'overtaken':
      throw new RequestFailure('refusedEdit', saving.reason)
  }
}
