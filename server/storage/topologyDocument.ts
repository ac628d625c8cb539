// An open topology: takes the edits of everybody in one order, numbers the revisions, and writes them
// down. Edits that arrive during a save go together into the next one.

import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { bytesOfEdit } from '#shared/topology/size.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { diskReason } from './disk.ts'
import { EDIT_IDS_MAX, newestIds } from './ledger.ts'
import { type Retry, SOON_AGAIN } from './retry.ts'
import { TopologyFile, type Version } from './topologyFile.ts'
import { AutomaticVersions } from './versions/automaticVersions.ts'
import { VersionStore } from './versions/versionStore.ts'
import type { FileReading, Workspace } from './workspace.ts'

const TOO_MANY_UNSAVED = `The last ${EDIT_IDS_MAX} edits are not saved yet, the most that may wait. This one was not made.`
const UNSAVED_BYTES_MAX = 32_000_000
const TOO_MUCH_UNSAVED = `More than ${UNSAVED_BYTES_MAX / 1_000_000} MB of edits would not be saved yet, the most that may wait. This one was not made.`

interface Unsaved {
  readonly editId: string
  readonly edit: Edit
  readonly bytes: number
}

export interface DocumentNews {
  /** `problem`: why the newest revision is not on the disk; null when it is. */
  saved(revision: number, problem: string | null): void
  /** Why no version is kept by itself any more, in a sentence; null: that is over. */
  versionProblem(problem: string | null): void
  /** The file was changed by somebody else; its content is the document now. */
  replaced(revision: number, topology: Topology): void
}

export type EditReply =
  | { readonly kind: 'applied'; readonly revision: number; readonly saved: Promise<Saving> }
  /** The edit is in the document already: it was sent twice. */
  | { readonly kind: 'repeated'; readonly revision: number; readonly saved: Promise<Saving> }
  | { readonly kind: 'refused'; readonly reason: string }

export type Saving =
  | { readonly kind: 'saved' }
  /** In the document, but not on the disk yet. */
  | { readonly kind: 'failed'; readonly problem: string }
  /** No longer in the document: somebody else changed the file, and the edit makes no sense there. */
  | { readonly kind: 'overtaken'; readonly reason: string }

export type OpenedDocument =
  | { readonly kind: 'opened'; readonly document: TopologyDocument }
  | Exclude<FileReading, { kind: 'read' }>

export class TopologyDocument {
  readonly id: string
  readonly versions: VersionStore
  readonly #automatic: AutomaticVersions
  readonly #workspace: Workspace
  readonly #file: TopologyFile
  readonly #news: DocumentNews
  #version: Version
  #savedRevision: number
  #problem: string | null = null
  /** Edits since the last save, to be made again on what somebody else wrote meanwhile. */
  #unsaved: Unsaved[] = []
  /** Edits that somebody else's version of the file has made senseless, with the reason. */
  readonly #overtaken = new Map<string, string>()
  /** One access to the file at a time. */
  #access: Promise<unknown> = Promise.resolve()
  #waiting: Promise<Saving> | null = null
  readonly #retry: Retry
  #closed = false

  private constructor(parts: {
    readonly workspace: Workspace
    readonly id: string
    readonly news: DocumentNews
    readonly file: TopologyFile
    readonly version: Version
  }) {
    this.id = parts.id
    this.#workspace = parts.workspace
    this.#news = parts.news
    this.#file = parts.file
    this.#version = parts.version
    this.#savedRevision = parts.version.revision
    this.#retry = parts.workspace.retryOf(() => void this.#save())
    this.versions = new VersionStore(parts.workspace, parts.id)
    this.#automatic = new AutomaticVersions(this.versions, (problem) =>
      parts.news.versionProblem(problem),
    )
  }

  static async open(workspace: Workspace, id: string, news: DocumentNews): Promise<OpenedDocument> {
    const opened = await TopologyFile.open(workspace, id)
    if (opened.kind !== 'opened') return opened
    const { file, version } = opened
    return {
      kind: 'opened',
      document: new TopologyDocument({ workspace, id, news, file, version }),
    }
  }

  get topology(): Topology {
    return this.#version.topology
  }

  get revision(): number {
    return this.#version.revision
  }

  /** Why the newest revision is not on the disk; null when it is. */
  get problem(): string | null {
    return this.#problem
  }

  edit(editId: string, edit: Edit): EditReply {
    const { revision, editIds } = this.#version
    if (editIds.includes(editId)) return { kind: 'repeated', revision, saved: this.#save() }
    // The ledger remembers no more of them, and they are kept in memory.
    if (this.#unsaved.length >= EDIT_IDS_MAX) return { kind: 'refused', reason: TOO_MANY_UNSAVED }
    const bytes = bytesOfEdit(edit)
    const bytesUnsaved = this.#unsaved.reduce((sum, each) => sum + each.bytes, bytes)
    if (bytesUnsaved > UNSAVED_BYTES_MAX) return { kind: 'refused', reason: TOO_MUCH_UNSAVED }
    const applied = applyEdit(this.#version.topology, edit)
    if (!applied.ok) return { kind: 'refused', reason: applied.reason }
    this.#automatic.beforeEdit(this.#version.topology)
    this.#version = {
      topology: applied.topology,
      revision: revision + 1,
      editIds: newestIds([...editIds, editId]),
    }
    this.#unsaved.push({ editId, edit, bytes })
    return { kind: 'applied', revision: revision + 1, saved: this.#savedWith(editId) }
  }

  /** Looks whether somebody else has changed the file. */
  async look(): Promise<void> {
    await this.#inTurn(async () => {
      const problem = await this.#adopt()
      if (problem !== null) this.#news.saved(this.revision, problem)
    }).catch((error: unknown) => {
      this.#news.saved(this.revision, `The file cannot be looked at: ${diskReason(error)}.`)
    })
    if (this.#unsaved.length > 0) await this.#save()
  }

  /** Saves what is not saved yet. */
  save(): Promise<Saving> {
    return this.#save()
  }

  /** The same once, and then forgets the file. */
  async close(): Promise<Saving> {
    const saving = await this.#save()
    this.#closed = true
    this.#retry.stop()
    await this.versions.settled()
    return saving
  }

  /** Resolves with the outcome of the save that holds everything up to now. */
  #save(): Promise<Saving> {
    if (this.#waiting !== null) return this.#waiting
    const saving = this.#inTurn(() => {
      this.#waiting = null
      return this.#saveNow()
    })
    this.#waiting = saving
    return saving
  }

  async #savedWith(editId: string): Promise<Saving> {
    const saving = await this.#save()
    const reason = this.#overtaken.get(editId)
    if (reason === undefined) return saving
    this.#overtaken.delete(editId)
    return { kind: 'overtaken', reason }
  }

  async #saveNow(): Promise<Saving> {
    if (this.#savedRevision === this.revision) {
      this.#retry.stop()
      // What could not be saved may be in the document no more.
      if (this.#problem !== null) this.#tellSaved(this.revision, null)
      return { kind: 'saved' }
    }
    try {
      await this.#adopt()
      if (this.#savedRevision !== this.revision) await this.#write()
      this.#tellSaved(this.#savedRevision, null)
      this.#retry.succeeded()
      return { kind: 'saved' }
    } catch (error) {
      const problem =
        `${this.id}.json was not saved: ${diskReason(error)}. ` +
        `The last saved version is untouched, and saving is ${SOON_AGAIN}.`
      this.#tellSaved(this.revision, problem)
      if (!this.#closed) this.#retry.failed()
      return { kind: 'failed', problem }
    }
  }

  async #write(): Promise<void> {
    const version = this.#version
    const editCount = this.#unsaved.length
    await this.#file.save(version)
    this.#savedRevision = version.revision
    // More may have come while the file was written.
    this.#unsaved = this.#unsaved.slice(editCount)
  }

  /** Takes over what somebody else wrote, with our unsaved edits on top. Answers why it cannot. */
  async #adopt(): Promise<string | null> {
    const found = await this.#file.look()
    if (found.kind === 'unchanged') return null
    if (found.kind === 'broken') {
      if (found.content !== null && this.#unsaved.length > 0)
        await this.#workspace.setAside(this.id, found.content)
      return (
        `Somebody changed ${this.id}.json into something that is no topology; ` +
        `the version on show is kept. ${found.problem}`
      )
    }
    this.#replace(found.topology)
    if (this.#unsaved.length === 0) await this.#file.record(this.#version)
    return null
  }

  #replace(outside: Topology): void {
    this.#automatic.beforeReplacement(this.#version.topology)
    let topology = outside
    this.#unsaved = this.#unsaved.filter(({ editId, edit }) => {
      const applied = applyEdit(topology, edit)
      if (applied.ok) topology = applied.topology
      else this.#overtaken.set(editId, applied.reason)
      return applied.ok
    })
    const editIds = this.#version.editIds.filter((id) => !this.#overtaken.has(id))
    const revision = this.revision + 1
    this.#version = { topology, revision, editIds }
    if (this.#unsaved.length === 0) this.#savedRevision = revision
    this.#news.replaced(revision, topology)
  }

  #tellSaved(revision: number, problem: string | null): void {
    this.#problem = problem
    this.#news.saved(revision, problem)
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#access.then(work)
    this.#access = result.catch(() => undefined)
    return result
  }
}
