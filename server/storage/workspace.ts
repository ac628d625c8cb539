// The folder with the topologies: `<id>.json` each. What belongs to the server stands in `.millrace/`
// beside them. Ids come from a schema, so that no path is ever made of what somebody sent.

import { join } from 'node:path'
import { BODY_BYTES_MAX, type TopologyList } from '#shared/protocol/http.ts'
import { canonicalText } from '#shared/topology/canonical.ts'
import { describeProblems, parseTopologyText } from '#shared/topology/parse.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { isTemporary, moveDurably, writeAtomically } from './atomicWrite.ts'
import {
  type Disk,
  diskReason,
  type FileFacts,
  isMissing,
  nodeDisk,
  StorageRefused,
} from './disk.ts'
import { lockFolder } from './folderLock.ts'
import { Retry } from './retry.ts'
import { freeSlug, isTopologyId, slugOf } from './slug.ts'

/** Bytes of a topology's file. */
const FILE_BYTES_MAX = BODY_BYTES_MAX

export const TOPOLOGIES_MAX = 1000

/** Files of the server's own that go with a topology, and with it. */
const OWN_PARTS = ['edits', 'run', 'moment', 'baselines'] as const
type OwnPart = (typeof OWN_PARTS)[number]

export type FileReading =
  | { readonly kind: 'read'; readonly topology: Topology; readonly content: Buffer }
  | { readonly kind: 'missing' }
  /** There is a file, but no topology in it; `problem` is a sentence. */
  | { readonly kind: 'broken'; readonly problem: string; readonly content: Buffer | null }

interface Listed {
  readonly signature: string
  readonly name: string
  readonly problem: string | null
}

export class Workspace {
  readonly folder: string
  readonly disk: Disk
  readonly #unlock: () => Promise<void>
  readonly #listed = new Map<string, Listed>()
  /** What is to be written and could not be, until it is. */
  readonly #failed = new Set<Retry>()
  /** One creation or removal at a time, so that two of the same name do not get the same id. */
  #turns: Promise<unknown> = Promise.resolve()

  private constructor(folder: string, disk: Disk, unlock: () => Promise<void>) {
    this.folder = folder
    this.disk = disk
    this.#unlock = unlock
  }

  /** Throws an Error with a sentence where the folder cannot be used. */
  static async open(folder: string, disk: Disk = nodeDisk): Promise<Workspace> {
    const own = join(folder, '.millrace')
    try {
      await disk.mkdir(own, { recursive: true })
    } catch (error) {
      throw new Error(`The folder ${folder} cannot be used: ${diskReason(error)}.`)
    }
    const unlock = await lockFolder(disk, join(own, 'lock'), folder)
    const workspace = new Workspace(folder, disk, unlock)
    await workspace.#sweep()
    return workspace
  }

  async close(): Promise<void> {
    await this.#unlock()
  }

  /** For something that is written into this folder: where the disk is full, all wait for the same. */
  retryOf(attempt: () => void, firstMs?: number): Retry {
    return new Retry(this.#failed, attempt, firstMs)
  }

  pathOf(id: string): string {
    return join(this.folder, `${checked(id)}.json`)
  }

  /** A file of the server's own that goes with a topology. */
  ownPathOf(id: string, suffix: OwnPart): string {
    return join(this.folder, '.millrace', `${checked(id)}.${suffix}.json`)
  }

  /** Where its earlier versions lie. */
  versionsFolderOf(id: string): string {
    return join(this.folder, '.millrace', 'versions', checked(id))
  }

  /** All topologies by id, those that cannot be read with the problem. */
  async list(): Promise<TopologyList> {
    const fileNames = await this.disk.readdir(this.folder)
    const ids = fileNames.flatMap((name) => idOfFile(name) ?? []).sort()
    const list: TopologyList = []
    for (const id of ids) {
      const listed = await this.#listedOf(id)
      if (listed !== null) list.push({ id, name: listed.name, problem: listed.problem })
    }
    return list
  }

  async has(id: string): Promise<boolean> {
    return (await this.factsOf(id)) !== null
  }

  async read(id: string): Promise<FileReading> {
    const facts = await this.factsOf(id)
    if (facts === null) return { kind: 'missing' }
    if (!facts.isFile()) return broken(`${id}.json is no regular file.`)
    if (facts.size > FILE_BYTES_MAX)
      return broken(`${id}.json has ${facts.size} bytes; the most is ${FILE_BYTES_MAX}.`)
    try {
      return readingOf(await this.disk.readFile(this.pathOf(id)))
    } catch (error) {
      if (isMissing(error)) return { kind: 'missing' }
      return broken(`${id}.json cannot be read: ${diskReason(error)}.`)
    }
  }

  /** Makes the file of a new topology and answers its id. `prepare` writes what goes with it first. */
  create(topology: Topology, prepare?: (id: string) => Promise<void>): Promise<string> {
    return this.#inTurn(async () => {
      await this.#requirePlace()
      const id = await freeSlug(slugOf(topology.name), (candidate) => this.has(candidate))
      await this.#forget(id)
      await prepare?.(id)
      await writeAtomically(this.disk, this.pathOf(id), canonicalText(topology))
      return id
    })
  }

  /** Takes a topology out of the list. Its file and its versions move to `.millrace/removed/`. */
  remove(id: string): Promise<void> {
    return this.#inTurn(async () => {
      await moveDurably(this.disk, this.pathOf(id), await this.#removedPath(id))
      await this.#forget(id)
    })
  }

  /** Keeps what somebody else wrote into the file, before we write over it. */
  async setAside(id: string, content: Buffer): Promise<void> {
    await writeAtomically(this.disk, await this.#removedPath(id), content.toString('utf8'))
  }

  /** Null where there is no such file. */
  async factsOf(id: string): Promise<FileFacts | null> {
    try {
      return await this.disk.lstat(this.pathOf(id))
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  /** Another may get the name of one that is removed, and what belongs to it, only when that is gone. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#turns.then(work)
    this.#turns = done.catch(() => undefined)
    return done
  }

  async #requirePlace(): Promise<void> {
    const count = (await this.disk.readdir(this.folder)).filter((name) => idOfFile(name)).length
    if (count >= TOPOLOGIES_MAX)
      throw new StorageRefused(
        `the folder has ${count} topologies already; the most is ${TOPOLOGIES_MAX}`,
      )
  }

  async #listedOf(id: string): Promise<Listed | null> {
    const facts = await this.factsOf(id)
    if (facts === null) return null
    const signature = signatureOf(facts)
    const known = this.#listed.get(id)
    if (known?.signature === signature) return known
    const reading = await this.read(id)
    if (reading.kind === 'missing') return null
    const listed =
      reading.kind === 'read'
        ? { signature, name: reading.topology.name, problem: null }
        : { signature, name: id, problem: reading.problem }
    this.#listed.set(id, listed)
    return listed
  }

  async #removedPath(id: string, ending: '.json' | '.versions' = '.json'): Promise<string> {
    const folder = join(this.folder, '.millrace', 'removed')
    await this.disk.mkdir(folder, { recursive: true })
    const taken = new Set(await this.disk.readdir(folder))
    const slug = await freeSlug(checked(id), async (candidate) => taken.has(candidate + ending))
    return join(folder, slug + ending)
  }

  /** What the server knew about a topology of that id that is no more. */
  async #forget(id: string): Promise<void> {
    for (const suffix of OWN_PARTS) {
      await this.disk.unlink(this.ownPathOf(id, suffix)).catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
    }
    await this.#setVersionsAside(id)
  }

  /** Versions are work of somebody's: they are not deleted with their topology. */
  async #setVersionsAside(id: string): Promise<void> {
    const versions = this.versionsFolderOf(id)
    try {
      await this.disk.readdir(versions)
    } catch (error) {
      if (isMissing(error)) return
      throw error
    }
    await moveDurably(this.disk, versions, await this.#removedPath(id, '.versions'))
  }

  /** Clears what a server that died in a save has left. A failure here costs nothing. */
  async #sweep(): Promise<void> {
    for (const folder of [this.folder, join(this.folder, '.millrace')]) {
      const names = await this.disk.readdir(folder).catch(() => [])
      for (const name of names.filter(isTemporary))
        await this.disk.unlink(join(folder, name)).catch(() => undefined)
    }
  }
}

/** Tells two states of a file apart without reading it. */
export function signatureOf({ size, mtimeMs, ino }: FileFacts): string {
  return `${size}:${mtimeMs}:${ino}`
}

function readingOf(content: Buffer): FileReading {
  const parsed = parseTopologyText(content.toString('utf8'))
  if (parsed.ok) return { kind: 'read', topology: parsed.topology, content }
  return { kind: 'broken', problem: describeProblems(parsed.problems), content }
}

export function idOfFile(fileName: string): string | null {
  if (!fileName.endsWith('.json')) return null
  const id = fileName.slice(0, -'.json'.length)
  return isTopologyId(id) ? id : null
}

function broken(problem: string): FileReading {
  return { kind: 'broken', problem, content: null }
}

/** The last line of defence: ids were checked at the edge. */
function checked(id: string): string {
  if (!isTopologyId(id)) throw new Error(`'${id}' is not the id of a topology.`)
  return id
}
