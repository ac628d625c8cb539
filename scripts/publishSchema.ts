// Writes the JSON Schema that is published, derived from the schema in the code.

import { writeFileSync } from 'node:fs'
import { publishedSchemaText } from '#shared/topology/publishedSchema.ts'

const file = new URL('../shared/topology/topology.schema.json', import.meta.url)
writeFileSync(file, publishedSchemaText())
