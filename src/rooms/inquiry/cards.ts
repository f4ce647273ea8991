import { z } from 'zod'
import { concealedText } from '#kernel/concealed.ts'
import { command, query } from '#kernel/door.ts'
import { versionSchema } from '#kernel/fields.ts'
import { notHere } from '#kernel/refusal.ts'
import type { Work } from '#kernel/work.ts'
import { forgetFiles, keepPicture, largestPictureText } from '#rooms/desk/commands.ts'
import { pictureOf } from '#rooms/desk/queries.ts'
import { heldContact, refuseOver } from './contacts.ts'
import { changeCard, contactOf } from './contacts-store.ts'
import { unlinkedOf } from './endings-store.ts'

const side = z.enum(['front', 'back'])

/** Deletes photos that this inquiry let go of, but for those that another one still shows. */
export async function forgetPhotos(work: Work, fileIds: readonly string[]): Promise<void> {
  const gone = fileIds.length > 0 ? await unlinkedOf(work, fileIds) : []
  if (gone.length > 0) await work.also(forgetFiles, { fileIds: gone.map(each => each.id) })
}

export const keepCard = command({
  name: 'inquiry.keep-card',
  says: 'Keep a photo of one side of the insurance card with an inquiry, encrypted; the one before it is deleted.',
  who: ['intake', 'biller', 'director'],
  input: z.strictObject({
    id: z.uuid(),
    version: versionSchema,
    side,
    picture: concealedText(z.string().max(largestPictureText, 'This picture is larger than 5 MB. Take it again.')),
  }),
  bodyLimit: largestPictureText + 100_000,
  version: input => input.version,
  run: async (work, { id, version = 0, ...card }) => {
    const contact = await heldContact(work, id)
    refuseOver(work, contact)
    const { fileId } = await work.also(keepPicture, { name: `card-${card.side}`, base64: card.picture })
    if (!(await changeCard(work, { id, version }, { side: card.side, fileId })))
      work.changed({ version: contact.version })
    const before = card.side === 'front' ? contact.cardFront : contact.cardBack
    await forgetPhotos(work, before ? [before] : [])
    return { version: version + 1 }
  },
})

export const cardOf = query({
  name: 'inquiry.card',
  says: 'The photo of one side of the insurance card.',
  who: ['intake', 'biller', 'director'],
  input: z.strictObject({ id: z.uuid(), side }),
  discloses: ['inquiry'],
  run: async (work, input) => {
    const contact = await contactOf(work, input.id)
    const fileId = input.side === 'front' ? contact?.cardFront : contact?.cardBack
    if (!contact || !fileId) throw notHere()
    return { contactId: contact.id, ...(await work.ask(pictureOf, { fileId })) }
  },
  shows: () => [],
  inquirers: answer => [answer.contactId],
})

export const cardCommands = [keepCard]
export const cardQueries = [cardOf]
