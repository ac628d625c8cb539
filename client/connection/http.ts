// Documents travel by HTTP. Every answer is parsed; every failure becomes a sentence.

import type { z } from 'zod'
import { httpFailureSchema } from '#shared/protocol/http.ts'
import { NOT_UNDERSTOOD, type Result, UNREACHABLE } from './result.ts'

export async function readJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<Result<z.infer<Schema>>> {
  return parsed(await request(path, {}), schema)
}

interface Sent<Schema extends z.ZodType> {
  readonly body: unknown
  readonly answer: Schema
}

export function postJson<Schema extends z.ZodType>(path: string, sent: Sent<Schema>) {
  return sendJson('POST', path, sent)
}

export function patchJson<Schema extends z.ZodType>(path: string, sent: Sent<Schema>) {
  return sendJson('PATCH', path, sent)
}

async function sendJson<Schema extends z.ZodType>(
  method: 'POST' | 'PATCH',
  path: string,
  { body, answer }: Sent<Schema>,
): Promise<Result<z.infer<Schema>>> {
  const init = {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }
  return parsed(await request(path, init), answer)
}

export async function readText(path: string): Promise<Result<string>> {
  const result = await request(path, {})
  if (!result.ok) return result
  return { ok: true, value: await result.value.text() }
}

export async function deleteAt(path: string): Promise<Result<null>> {
  const result = await request(path, { method: 'DELETE' })
  return result.ok ? { ok: true, value: null } : result
}

async function request(path: string, init: RequestInit): Promise<Result<Response>> {
  try {
    const response = await fetch(path, { ...init, cache: 'no-store' })
    return response.ok ? { ok: true, value: response } : await failureOf(response)
  } catch {
    return UNREACHABLE
  }
}

async function failureOf(response: Response): Promise<Result<never>> {
  const retryable = response.status >= 500 || response.status === 429
  const failure = httpFailureSchema.safeParse(await jsonOf(response))
  if (failure.success) return { ok: false, ...failure.data, retryable }
  return { ok: false, message: `The server answered with status ${response.status}.`, retryable }
}

async function parsed<Schema extends z.ZodType>(
  result: Result<Response>,
  schema: Schema,
): Promise<Result<z.infer<Schema>>> {
  if (!result.ok) return result
  const answer = schema.safeParse(await jsonOf(result.value))
  return answer.success ? { ok: true, value: answer.data } : NOT_UNDERSTOOD
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}
