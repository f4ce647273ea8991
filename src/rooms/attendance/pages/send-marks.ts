import { sendKept } from './offline-marks.ts'

/** Sends the marks that wait on this device, whichever page is open. */
export default sendKept
