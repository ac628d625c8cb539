// An edit goes by the live link. One that is longer than a message may be, a hundred services that are
// pasted or brought back, goes by HTTP as documents do: on the link it would end the connection.

import { madeEditSchema } from '#shared/protocol/http.ts'
import { MESSAGE_BYTES_MAX } from '#shared/protocol/protocol.ts'
import { bytesOfEdit } from '#shared/topology/size.ts'
import type { PendingEdit } from '../store/pendingEdits.ts'
import { postJson } from './http.ts'
import { ask, type ServerSocket } from './requests.ts'
import type { Result } from './result.ts'

/** Leaves room for the ids that are sent with it. */
const LIVE_BYTES_MAX = MESSAGE_BYTES_MAX - 1000

/** Answers the revision that the edit has become. */
export async function sendEdit(
  socket: ServerSocket,
  topologyId: string,
  { editId, edit }: PendingEdit,
): Promise<Result<number>> {
  const result =
    bytesOfEdit(edit) <= LIVE_BYTES_MAX
      ? await ask(socket, 'topology:edit', { topologyId, editId, edit })
      : await postJson(`/api/topologies/${topologyId}/edits`, {
          body: { editId, edit },
          answer: madeEditSchema,
        })
  return result.ok ? { ok: true, value: result.value.revision } : result
}
