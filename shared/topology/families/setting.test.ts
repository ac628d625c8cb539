import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  bindingSchemas,
  channelSchemas,
  filledChannel,
  filledSubscription,
  producerSchemas,
  subscriptionSchemas,
} from '../channels.ts'
import { setting, settingsIn, withDefaults } from './setting.ts'

const colourSchema = z.strictObject({
  hue: z.int(),
  depth: setting(z.int().min(1), { name: 'x-depth', default: 3, help: 'How deep.' }),
  note: setting(z.string(), { name: 'Note', official: false, default: null, help: 'A word.' }),
})

describe('setting', () => {
  it('is described where it stands, in the order of the schema', () => {
    expect(settingsIn(colourSchema)).toMatchObject([
      { key: 'depth', name: 'x-depth', official: true, default: 3, help: 'How deep.' },
      { key: 'note', name: 'Note', official: false, default: null, help: 'A word.' },
    ])
  })

  it('may be left out, and then its default holds', () => {
    const filled = withDefaults<(typeof colourSchema)['shape']>(colourSchema, { hue: 1, note: 'a' })

    expect(filled).toEqual({ hue: 1, depth: 3, note: 'a' })
  })

  it('leaves alone what is said', () => {
    expect(filledChannel({ kind: 'kafkaTopic', name: 'a', partitions: 2, retentionMs: 7 })).toEqual(
      expect.objectContaining({ partitions: 2, retentionMs: 7, minInsyncReplicas: 1 }),
    )
  })
})

const parts = Object.entries({
  ...channelSchemas,
  ...bindingSchemas,
  ...subscriptionSchemas,
  ...producerSchemas,
}).filter(([, schema]) => settingsIn(schema).length > 0)

describe.each(parts)('the settings of %s', (_, schema) => {
  it.each(settingsIn(schema).map((info) => [info.name, info] as const))(
    '%s has a default that it takes, and one line of help',
    (_name, info) => {
      const value = info.schema as z.ZodType
      expect(info.default === null || value.safeParse(info.default).success).toBe(true)
      expect(info.help).toMatch(/^[A-Z–a-z].{10,110}[.]$/)
      expect(info.help).not.toContain('\n')
    },
  )
})

describe('official defaults', () => {
  it('are those of Apache Kafka 4', () => {
    const consumer = filledSubscription({
      kind: 'kafkaConsumer',
      channelId: 'a',
      serviceId: 'b',
      groupId: 'c',
      retry: { attempts: 1, backoffMs: 0, multiplier: 1, backoffMaxMs: 0 },
    })

    expect(consumer).toMatchObject({
      maxPollRecords: 500,
      maxPollIntervalMs: 300_000,
      sessionTimeoutMs: 45_000,
      heartbeatIntervalMs: 3000,
      autoOffsetReset: 'latest',
      enableAutoCommit: true,
      autoCommitIntervalMs: 5000,
      isolationLevel: 'read_uncommitted',
    })
  })
})
