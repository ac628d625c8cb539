// One topology's file with its ledger: what is on the disk, as far as we know, and how it changes.

import { canonicalText } from '#shared/topology/canonical.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { writeAtomically } from './atomicWrite.ts'
import { diskReason, isMissing } from './disk.ts'
import { contentHashOf, ledgerText, newestIds, standingOf } from './ledger.ts'
import { type FileReading, signatureOf, type Workspace } from './workspace.ts'

/** A document with all that has to survive with it. */
export interface Version {
  readonly topology: Topology
  readonly revision: number
  /** The ids of the newest edits in it, oldest first. */
  readonly editIds: readonly string[]
}

export type Opened =
  | { readonly kind: 'opened'; readonly file: TopologyFile; readonly version: Version }
  | Exclude<FileReading, { kind: 'read' }>

/** What a look at the disk found. */
export type Found =
  | { readonly kind: 'unchanged' }
  /** Somebody else wrote a topology there. */
  | { readonly kind: 'replaced'; readonly topology: Topology }
  /** Somebody else wrote something there that is no topology. */
  | { readonly kind: 'broken'; readonly problem: string; readonly content: Buffer | null }

interface Content {
  readonly hash: string
  readonly editIds: readonly string[]
}

export class TopologyFile {
  readonly #workspace: Workspace
  readonly #id: string
  /** What we believe to be on the disk. */
  #stored: Content
  /** What a save that failed may have written all the same. */
  #attempted: Content | null = null
  /** Of the file that had the stored content; null: look into it. */
  #signature: string | null = null

  private constructor(workspace: Workspace, id: string, stored: Content) {
    this.#workspace = workspace
    this.#id = id
    this.#stored = stored
  }

  static async open(workspace: Workspace, id: string): Promise<Opened> {
    const reading = await workspace.read(id)
    if (reading.kind !== 'read') return reading
    const hash = contentHashOf(reading.content)
    const { revision, editIds } = standingOf(await ledgerOf(workspace, id), hash)
    const file = new TopologyFile(workspace, id, { hash, editIds })
    return { kind: 'opened', file, version: { topology: reading.topology, revision, editIds } }
  }

  /** Resolves when the version is safely on the disk. When it fails, the file holds this version or the last. */
  async save(version: Version): Promise<void> {
    const text = canonicalText(version.topology)
    this.#attempted = { hash: contentHashOf(text), editIds: version.editIds }
    this.#signature = null
    await this.#writeLedger(version, this.#attempted.hash)
    await writeAtomically(this.#workspace.disk, this.#workspace.pathOf(this.#id), text)
    this.#stored = this.#attempted
    this.#attempted = null
  }

  /** Writes down that what is on the disk has this revision. */
  async record(version: Version): Promise<void> {
    await this.#writeLedger(version, this.#stored.hash)
  }

  /** Whether somebody else has changed the file. A file that is gone counts as unchanged: a save brings it back. */
  async look(): Promise<Found> {
    const facts = await this.#workspace.factsOf(this.#id)
    if (facts === null) return { kind: 'unchanged' }
    const signature = signatureOf(facts)
    if (signature === this.#signature) return { kind: 'unchanged' }
    const reading = await this.#workspace.read(this.#id)
    if (reading.kind === 'missing') return { kind: 'unchanged' }
    if (reading.kind === 'broken' && reading.content === null) return reading
    const hash = contentHashOf(reading.content ?? '')
    if (hash === this.#attempted?.hash) this.#stored = this.#attempted
    if (hash === this.#stored.hash) {
      this.#signature = signature
      return { kind: 'unchanged' }
    }
    if (reading.kind === 'broken') return reading
    // Edit ids stay known: an edit that somebody's older file lacks must not come back by itself.
    this.#stored = { hash, editIds: this.#stored.editIds }
    this.#signature = signature
    return { kind: 'replaced', topology: reading.topology }
  }

  async #writeLedger({ revision, editIds }: Version, contentHash: string): Promise<void> {
    const known = new Set(this.#stored.editIds)
    const text = ledgerText({
      revision,
      contentHash,
      previousHash: this.#stored.hash,
      editIds: newestIds(this.#stored.editIds),
      lastEditIds: newestIds(editIds.filter((id) => !known.has(id))),
    })
    const { disk } = this.#workspace
    await writeAtomically(disk, this.#workspace.ownPathOf(this.#id, 'edits'), text)
  }
}

async function ledgerOf(workspace: Workspace, id: string): Promise<string | null> {
  try {
    return (await workspace.disk.readFile(workspace.ownPathOf(id, 'edits'))).toString('utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw new Error(`The ledger of ${id} cannot be read: ${diskReason(error)}.`)
  }
}
