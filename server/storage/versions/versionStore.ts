// The earlier versions of one topology: `.millrace/versions/<id>/<moment>.version` each, written like
// everything else, beside and then renamed.

import type { Version, VersionReason } from '#shared/protocol/versions.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { Workspace } from '../workspace.ts'
import { type KeptVersion, surplusOf } from './thinning.ts'
import { type KeptFile, VersionFiles, VersionRefused } from './versionFiles.ts'
import { type StoredVersion, storedVersionOf } from './versionText.ts'

/** With a name: these go only when somebody deletes them. */
export const NAMED_MAX = 100
const NAMED_BYTES_MAX = 128_000_000

/** Nobody keeps so many here: they came from elsewhere, and are thinned out when they are looked at. */
const CROWD = 1000

interface Wanted {
  readonly name: string | null
  readonly reason: VersionReason
}

export class VersionStore {
  readonly #files: VersionFiles
  readonly #nowMs: () => number
  /** One access at a time. */
  #access: Promise<unknown> = Promise.resolve()
  /** Newest first; null: to be read from the disk. */
  #known: readonly KeptFile[] | null = null

  constructor(workspace: Workspace, id: string, nowMs: () => number = Date.now) {
    this.#files = new VersionFiles(workspace, id)
    this.#nowMs = nowMs
  }

  /** Newest first. What cannot be read is left out. */
  list(): Promise<readonly Version[]> {
    return this.#inTurn(async () => (await this.#all()).map(shown))
  }

  /** Null where there is none. */
  read(versionId: string): Promise<StoredVersion | null> {
    return this.#inTurn(() => this.#files.read(versionId))
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
      const kept = await this.#write(stored)
      this.#known = [kept, ...all]
      await this.#thin(this.#known, atMs)
      return stored.version
    })
  }

  /** From then on it stays until it is deleted. Null where there is none. */
  rename(versionId: string, name: string): Promise<Version | null> {
    return this.#inTurn(async () => {
      const stored = await this.#files.read(versionId)
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

  #write(stored: StoredVersion): Promise<KeptFile> {
    this.#known = null
    return this.#files.write(stored)
  }

  async #all(): Promise<readonly KeptFile[]> {
    if (this.#known !== null) return this.#known
    const all = await this.#files.all()
    if (all.length > CROWD) await this.#thin(all, this.#nowMs())
    this.#known = all.length > CROWD ? await this.#files.all() : all
    return this.#known
  }

  /** What could not be deleted goes the next time. */
  async #thin(all: readonly KeptVersion[], nowMs: number): Promise<void> {
    for (const id of surplusOf(all, nowMs)) await this.#unlink(id).catch(() => false)
  }

  #unlink(versionId: string): Promise<boolean> {
    this.#known = null
    return this.#files.unlink(versionId)
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

function shown({ bytes: _bytes, contentHash: _hash, ...version }: KeptFile): Version {
  return version
}
