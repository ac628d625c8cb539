// The JSON Schema of a topology file, for editors and other programs.

import { z } from 'zod'
import { FORMAT, topologySchema } from './topology.ts'

/** The text of `topology.schema.json`. A part with a default may be left out. */
export function publishedSchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(topologySchema, { io: 'input' })
  const title = `Millrace topology (${FORMAT})`
  return `${JSON.stringify({ $schema, title, ...schema }, null, 2)}\n`
}
