// What every HTTP request has to pass before anything looks at it.

import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import helmet from 'helmet'
import { sendFailure } from './httpFailures.ts'
import type { OwnAddresses } from './ownAddresses.ts'

export function fromOurPagesOnly(addresses: OwnAddresses): RequestHandler {
  return (request, response, next) => {
    const { host, origin } = request.headers
    const message = addresses.refusal({ host, origin })
    if (message === null) return next()
    sendFailure(response, 403, { code: 'foreignRequest', message })
  }
}

/** Another page on this machine counts as foreign too: browsers say where a request comes from. */
export const sameOriginOnly: RequestHandler = (request, response, next) => {
  const site = request.headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return next()
  sendFailure(response, 403, {
    code: 'foreignRequest',
    message: 'This server answers to its own pages only.',
  })
}

export const jsonOnly: RequestHandler = (request, response, next) => {
  const hasBody =
    request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'DELETE'
  if (!hasBody || request.is('application/json')) return next()
  sendFailure(response, 415, {
    code: 'malformedRequest',
    message: 'A body is sent as application/json.',
  })
}

/** React Flow positions with style attributes; everything else comes from our own files. */
export const securityHeaders: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'self'"],
      'script-src': ["'self'"],
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:'],
      'font-src': ["'self'", 'data:'],
      // Not every browser counts the socket as 'self'. The host has been checked.
      'connect-src': ["'self'", ({ headers }: IncomingMessage) => `ws://${headers.host}`],
      'object-src': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    },
  },
  crossOriginEmbedderPolicy: false,
  // Plain HTTP on this machine, for good.
  strictTransportSecurity: false,
})
