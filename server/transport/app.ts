import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type Express, type RequestHandler } from 'express'
import { BODY_BYTES_MAX } from '#shared/protocol/http.ts'
import { publishedSchemaText } from '#shared/topology/publishedSchema.ts'
import { type ApiParts, apiRoutes } from './api.ts'
import { fromOurPagesOnly, jsonOnly, sameOriginOnly, securityHeaders } from './guards.ts'
import { answerFailure, sendFailure } from './httpFailures.ts'
import type { OwnAddresses } from './ownAddresses.ts'

export interface AppParts extends ApiParts {
  readonly addresses: OwnAddresses
  /** The built client. */
  readonly clientFolder: string
}

export function createApp(parts: AppParts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', false)
  app.use(fromOurPagesOnly(parts.addresses), securityHeaders)
  app.use('/api', sameOriginOnly, notKept, jsonOnly, express.json({ limit: BODY_BYTES_MAX }))
  app.use('/api', apiRoutes(parts))
  app.use('/api', (_request, response) => {
    sendFailure(response, 404, { code: 'unknownAddress', message: 'There is nothing here.' })
  })
  const schema = publishedSchemaText()
  app.get('/topology.schema.json', (_request, response) => {
    response.type('application/schema+json').send(schema)
  })
  serveClient(app, parts.clientFolder)
  app.use(answerFailure)
  return app
}

const notKept: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store')
  next()
}

function serveClient(app: Express, folder: string): void {
  const page = join(folder, 'index.html')
  // Names of built assets hold a hash of their content.
  app.use('/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y' }))
  app.use(express.static(folder, { index: false, dotfiles: 'ignore' }))
  app.get('/{*path}', (request, response, next) => {
    // Any address of the app is the one page; what looks like a file is one that is missing.
    if (/\.[a-z0-9]+$/i.test(request.path) || !request.accepts('html')) return next()
    if (existsSync(page)) return response.sendFile(page)
    response.status(503).type('text').send('The client is not built yet: run `npm run build`.\n')
  })
  app.use((_request, response) => {
    sendFailure(response, 404, { code: 'unknownAddress', message: 'There is nothing here.' })
  })
}
