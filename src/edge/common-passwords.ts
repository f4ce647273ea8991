import { dictionary } from '@zxcvbn-ts/language-common'

const known = new Set(dictionary['passwords-common'])

/** Whether a password is among those that are tried first, however it is written large or small. */
export const isCommonPassword = (password: string): boolean => known.has(password.normalize('NFKC').toLowerCase())
