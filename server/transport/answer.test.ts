import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Handlers, replyTo } from './answer.ts'
import { RequestFailure } from './requestFailure.ts'

afterEach(() => vi.restoreAllMocks())

describe('replyTo', () => {
  it('answers with the value of the handler', async () => {
    const reply = await replyTo(
      'topology:edit',
      request(),
      handlers(async () => ({ revision: 4 })),
    )

    expect(reply).toEqual({ ok: true, value: { revision: 4 } })
  })

  it('hands a failure on that is meant for the person who asked', async () => {
    const failing = handlers(async () => {
      throw new RequestFailure('refusedEdit', 'There is no such service.')
    })

    expect(await replyTo('topology:edit', request(), failing)).toEqual({
      ok: false,
      code: 'refusedEdit',
      message: 'There is no such service.',
    })
  })

  it('keeps a failure of its own to itself and the log', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const failing = handlers(() => {
      throw new TypeError('secret /path')
    })

    const reply = await replyTo('topology:edit', request(), failing)

    expect(reply).toMatchObject({ ok: false, code: 'internalError' })
    expect(JSON.stringify(reply)).not.toContain('secret')
    expect(log).toHaveBeenCalledOnce()
  })

  it('looks at nothing that is nested too deep, and asks no handler', async () => {
    let value: unknown = 1
    for (let level = 0; level < 1_000_000; level++) value = [value]
    const asked = vi.fn(async () => ({ revision: 1 }))
    const edit = { label: 'Edit', changes: [{ path: ['name'], value }] }

    const reply = await replyTo('topology:edit', { ...request(), edit }, handlers(asked))

    expect(reply).toMatchObject({ ok: false, code: 'malformedRequest' })
    expect((reply as { message: string }).message).toContain('levels deep')
    expect(asked).not.toHaveBeenCalled()
  })
})

function request() {
  const changes = [{ path: ['name'], value: 'X' }]
  return { topologyId: 'design', editId: 'edit-0001', edit: { label: 'Rename', changes } }
}

function handlers(edit: Handlers['topology:edit']): Handlers {
  const unasked = () => Promise.reject(new Error('nobody asks this'))
  return {
    'topology:join': unasked,
    'topology:edit': edit,
    'run:control': unasked,
    'run:change': unasked,
    'run:breakpoints': unasked,
    'event:read': unasked,
  }
}
