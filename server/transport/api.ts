// Documents, over HTTP.

import { setImmediate as everybodyElse } from 'node:timers/promises'
import { Router } from 'express'
import type { z } from 'zod'
import { problemWithJson } from '#shared/lib/json.ts'
import {
  comparisonRequestSchema,
  forkComparisonRequestSchema,
} from '#shared/protocol/comparison.ts'
import {
  type CreateTopology,
  createTopologySchema,
  type ExampleList,
  HISTORY_HASH_HEADER,
  type TopologyList,
} from '#shared/protocol/http.ts'
import { describeProblems, parseRecipe, parseTopology } from '#shared/topology/parse.ts'
import { describePath } from '#shared/topology/paths.ts'
import { parseWith } from '#shared/topology/problems.ts'
import type { Recipe } from '#shared/topology/recipe.ts'
import { RecipeEdits } from '../session/recipeEnd.ts'
import { diskReason } from '../storage/disk.ts'
import type { Gallery } from '../storage/gallery.ts'
import { writeRun } from '../storage/runStore.ts'
import { isTopologyId } from '../storage/slug.ts'
import type { Workspace } from '../storage/workspace.ts'
import { Comparisons } from './comparisons.ts'
import { RequestFailure } from './requestFailure.ts'
import type { Rooms } from './rooms.ts'

/** Of the edits of a recipe: at once, and in all. */
const SLICE_MS = 10
const RECIPE_MS_MAX = 20_000

export interface ApiParts {
  readonly workspace: Workspace
  readonly gallery: Gallery
  readonly rooms: Rooms
}

export function apiRoutes(parts: ApiParts): Router {
  const { workspace, gallery, rooms } = parts
  const comparisons = new Comparisons()
  const router = Router()
  router.get('/topologies', async (_request, response) => {
    response.json((await workspace.list()) satisfies TopologyList)
  })
  router.get('/examples', (_request, response) => {
    response.json(gallery.list() satisfies ExampleList)
  })
  router.post('/topologies', async (request, response) => {
    response
      .status(201)
      .json({ id: await create(parts, bodyAs(createTopologySchema, request.body)) })
  })
  router.get('/topologies/:id', async (request, response) => {
    const room = await rooms.open(idIn(request.params.id))
    response.json({ id: room.id, revision: room.revision, topology: room.topology })
  })
  router.delete('/topologies/:id', async (request, response) => {
    await rooms.remove(idIn(request.params.id))
    response.status(204).end()
  })
  router.get('/topologies/:id/recipe', async (request, response) => {
    const room = await rooms.open(idIn(request.params.id))
    const { text, hash } = await room.recipeText()
    response.setHeader(HISTORY_HASH_HEADER, hash)
    response.type('application/json').send(Buffer.from(text.buffer, text.byteOffset, text.length))
  })
  router.post('/topologies/:id/comparisons', async (request, response) => {
    const room = await rooms.open(idIn(request.params.id))
    const comparison = await comparisons.swap(room, bodyAs(comparisonRequestSchema, request.body))
    response.json(comparison)
  })
  router.post('/topologies/:id/forks/comparisons', async (request, response) => {
    const room = await rooms.open(idIn(request.params.id))
    const wanted = bodyAs(forkComparisonRequestSchema, request.body)
    response.json(await comparisons.fork(room, wanted))
  })
  return router
}

/** Looked up, never joined to a path: the schema is the only gate. */
function idIn(text: string): string {
  if (isTopologyId(text)) return text
  throw new RequestFailure(
    'unknownTopology',
    'A topology is named by a slug such as order-to-cash.',
  )
}

function bodyAs<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const problem = problemWithJson(body ?? null)
  if (problem !== null) throw malformed(`${describePath(problem.path)}: ${problem.message}`)
  const parsed = parseWith(schema, body)
  if (!parsed.ok) throw malformed(describeProblems(parsed.problems))
  return parsed.value
}

async function create({ workspace, gallery }: ApiParts, creation: CreateTopology): Promise<string> {
  switch (creation.kind) {
    case 'example': {
      const example = gallery.get(creation.exampleId)
      if (example) return written(workspace.create(example))
      throw new RequestFailure('unknownTopology', `There is no example '${creation.exampleId}'.`)
    }
    case 'topology': {
      const parsed = parseTopology(creation.topology)
      if (parsed.ok) return written(workspace.create(parsed.topology))
      throw malformed(describeProblems(parsed.problems))
    }
    case 'recipe': {
      const parsed = parseRecipe(creation.recipe)
      if (parsed.ok) return createFromRecipe(workspace, parsed.recipe)
      throw malformed(describeProblems(parsed.problems))
    }
  }
}

/** The document is what the run had come to; the run is repeated when somebody opens it. */
async function createFromRecipe(workspace: Workspace, recipe: Recipe): Promise<string> {
  const edits = new RecipeEdits(recipe)
  const endMs = performance.now() + RECIPE_MS_MAX
  while (!edits.areDone) {
    makeEdits(edits)
    if (performance.now() > endMs)
      throw malformed('This recipe has too many edits to be opened here.')
    await everybodyElse()
  }
  const { topology } = edits
  if (topology === null)
    throw malformed('The drawing of this recipe cannot run, or one of its edits makes no sense.')
  return written(workspace.create(topology, (id) => writeRun(workspace, id, { recipe, speed: 1 })))
}

/** As many as go into a slice of time. */
function makeEdits(edits: RecipeEdits): void {
  const endMs = performance.now() + SLICE_MS
  do edits.makeNext()
  while (!edits.areDone && performance.now() < endMs)
}

async function written(created: Promise<string>): Promise<string> {
  try {
    return await created
  } catch (error) {
    throw new RequestFailure('saveFailed', `The topology was not saved: ${diskReason(error)}.`)
  }
}

function malformed(message: string): RequestFailure {
  return new RequestFailure('malformedRequest', message)
}
