// The workspace's documents: topologies, examples, recipes.

import {
  type CreateTopology,
  createdTopologySchema,
  type ExampleList,
  exampleListSchema,
  storedTopologySchema,
  type TopologyList,
  topologyListSchema,
} from '#shared/protocol/http.ts'
import { type Story, storySchema } from '#shared/protocol/story.ts'
import { describeProblems, parseTopology } from '#shared/topology/parse.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { deleteAt, postJson, readJson, readText } from './http.ts'
import type { Result } from './result.ts'

export interface StoredTopology {
  readonly id: string
  readonly revision: number
  readonly topology: Topology
}

export function listTopologies(): Promise<Result<TopologyList>> {
  return readJson('/api/topologies', topologyListSchema)
}

export function listExamples(): Promise<Result<ExampleList>> {
  return readJson('/api/examples', exampleListSchema)
}

/** Answers the id under which the new topology can be opened. */
export async function createTopology(creation: CreateTopology): Promise<Result<string>> {
  const result = await postJson('/api/topologies', {
    body: creation,
    answer: createdTopologySchema,
  })
  return result.ok ? { ok: true, value: result.value.id } : result
}

/** The server keeps its file aside. */
export function deleteTopology(id: string): Promise<Result<null>> {
  return deleteAt(`/api/topologies/${id}`)
}

export async function fetchTopology(id: string): Promise<Result<StoredTopology>> {
  const result = await readJson(`/api/topologies/${id}`, storedTopologySchema)
  if (!result.ok) return result
  const parsed = parseTopology(result.value.topology)
  if (parsed.ok) {
    return { ok: true, value: { ...result.value, topology: parsed.topology } }
  }
  return { ok: false, message: describeProblems(parsed.problems), retryable: false }
}

/** The recipe of the run as it stands, as the text of its file. */
export function fetchRecipeText(id: string): Promise<Result<string>> {
  return readText(`/api/topologies/${id}/recipe`)
}

export function readStory(exampleId: string): Promise<Result<Story>> {
  return readJson(`/api/examples/${exampleId}/story`, storySchema)
}
