// The earlier versions of one topology: `.millrace/versions/<id>/<moment>.version` each, written like
// everything else, beside and then renamed.

import { join } from 'node:path'
import { type Version, type VersionReason, versionIdSchema } from '#shared/protocol/versions.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { isTemporary, writeAtomically } from '../atomicWrite.ts'
import { diskReason, isMissing } from '../disk.ts'
import type { Workspace } from '../workspace.ts'
import { type KeptVersion, surplusOf } from './thinning.ts'
import {
  fileTextOf,
  parseStoredVersion,
  type StoredVersion,
  storedVersionOf,
} from './versionText.ts'

/** With a name: these go only when somebody deletes them. */
export const NAMED_MAX = 100
const NAMED_BYTES_MAX = 128_000_000

/** Larger than any topology with its line. */
const FILE_BYTES_MAX = 9_000_000

const ENDING = '.version'

/** The sentence is for the person who asked. */
export class VersionRefused extends Error {}

interface Wanted {
  readonly name: string | null
  readonly reason: VersionReason
}

interface Kept extends KeptVersion {
  readonly contentHash: string
}

export class VersionStore {
  readonly #workspace: Workspace
  readonly #id: string
  readonly #nowMs: () => number
  /** One access at a time. */
  #access: Promise<unknown> = Promise.resolve()
  #isSwept = false
  /** Newest first; null: to be read from the disk. */
  #known: readonly Kept[] | null = null

  constructor(workspace: Workspace, id: string, nowMs: () => number = Date.now) {
    this.#workspace = workspace
    this.#id = id
    this.#nowMs = nowMs
  }

  /** Newest first. What cannot be read is left out. */
  list(): Promise<readonly Version[]> {
    return this.#inTurn(async () => (await this.#all()).map(shown))
  }

  /** Null where there is none. */
  read(versionId: string): Promise<StoredVersion | null> {
    return this.#inTurn(() => this.#read(versionId))
  }

  /** Keeps what the topology is now; without a name, only where it is not the newest version already. */
  keep(topology: Topology, { name, reason }: Wanted): Promise<Version> {
    const atMs = this.#nowMs()
    return this.#inTurn(async () => {
      const all = await this.#all()
      if (name !== null) requirePlace(all)
      const id = freeId(all, atMs)
      const stored = storedVersionOf(topology, { id, atMs, name, reason })
      const [newest] = all
      if (name === null && newest?.contentHash === stored.contentHash) return shown(newest)
      await this.#workspace.disk.mkdir(this.#folder, { recursive: true })
      await this.#write(stored)
      this.#known = [keptOf(stored), ...all]
      await this.#thin(this.#known, atMs)
      return stored.version
    })
  }

  /** From then on it stays until it is deleted. Null where there is none. */
  rename(versionId: string, name: string): Promise<Version | null> {
    return this.#inTurn(async () => {
      const stored = await this.#read(versionId)
      if (stored === null) return null
      if (stored.version.name === null) requirePlace(await this.#all())
      const version = { ...stored.version, name }
      await this.#write({ ...stored, version })
      return version
    })
  }

  /** False where there is none. */
  remove(versionId: string): Promise<boolean> {
    return this.#inTurn(() => this.#unlink(versionId))
  }

  /** Resolves when all that was asked for up to now is done. */
  async settled(): Promise<void> {
    await this.#access
  }

  get #folder(): string {
    return this.#workspace.versionsFolderOf(this.#id)
  }

  #pathOf(versionId: string): string {
    return join(this.#folder, `${versionIdSchema.parse(versionId)}${ENDING}`)
  }

  async #write(stored: StoredVersion): Promise<void> {
    this.#known = null
    const path = this.#pathOf(stored.version.id)
    await writeAtomically(this.#workspace.disk, path, fileTextOf(stored))
  }

  async #all(): Promise<readonly Kept[]> {
    this.#known ??= await this.#readAll()
    return this.#known
  }

  async #readAll(): Promise<readonly Kept[]> {
    const ids = (await this.#namesInFolder()).flatMap((name) => idOfFile(name) ?? [])
    const kept: Kept[] = []
    for (const id of ids) {
      const stored = await this.#read(id).catch(() => null)
      if (stored !== null) kept.push(keptOf(stored))
    }
    return kept.sort((a, b) => Number(b.id) - Number(a.id))
  }

  async #namesInFolder(): Promise<readonly string[]> {
    const { disk } = this.#workspace
    const names = await disk.readdir(this.#folder).catch((error: unknown) => {
      if (isMissing(error)) return []
      throw error
    })
    if (this.#isSwept) return names
    // What a server that died in a save has left: nobody else writes here.
    for (const name of names.filter(isTemporary))
      await disk.unlink(join(this.#folder, name)).catch(() => undefined)
    this.#isSwept = true
    return names
  }

  async #read(versionId: string): Promise<StoredVersion | null> {
    const { disk } = this.#workspace
    const path = this.#pathOf(versionId)
    try {
      const facts = await disk.lstat(path)
      if (!facts.isFile() || facts.size > FILE_BYTES_MAX) return null
      return parseStoredVersion(versionId, (await disk.readFile(path)).toString('utf8'))
    } catch (error) {
      if (isMissing(error)) return null
      throw new Error(`A version cannot be read: ${diskReason(error)}.`)
    }
  }

  /** What could not be deleted goes the next time. */
  async #thin(all: readonly KeptVersion[], nowMs: number): Promise<void> {
    for (const id of surplusOf(all, nowMs)) await this.#unlink(id).catch(() => false)
  }

  async #unlink(versionId: string): Promise<boolean> {
    this.#known = null
    try {
      await this.#workspace.disk.unlink(this.#pathOf(versionId))
      return true
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#access.then(work)
    this.#access = result.catch(() => undefined)
    return result
  }
}

function requirePlace(all: readonly KeptVersion[]): void {
  const named = all.filter(({ name }) => name !== null)
  if (named.length >= NAMED_MAX)
    throw new VersionRefused(
      `There are ${named.length} named versions already, the most that are kept. Delete one first.`,
    )
  const bytes = named.reduce((sum, version) => sum + version.bytes, 0)
  if (bytes >= NAMED_BYTES_MAX)
    throw new VersionRefused(
      `The named versions take ${Math.round(bytes / 1e6)} MB already, the most that is kept. Delete one first.`,
    )
}

function freeId(all: readonly KeptVersion[], atMs: number): string {
  const newest = Number(all[0]?.id ?? 0)
  // Also where the clock was set back: the order of the ids is the order in which they were kept.
  return `${Math.max(atMs, newest + 1, 1)}`
}

function keptOf({ version, contentHash, text }: StoredVersion): Kept {
  return { ...version, contentHash, bytes: text.length }
}

function shown({ bytes: _bytes, contentHash: _hash, ...version }: Kept): Version {
  return version
}

function idOfFile(fileName: string): string | null {
  if (!fileName.endsWith(ENDING)) return null
  const id = fileName.slice(0, -ENDING.length)
  return versionIdSchema.safeParse(id).success ? id : null
}
