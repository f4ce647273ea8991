// Reads QR codes off a camera: by the browser’s own reader where there is one, else by one that comes when needed.

type Reader = (picture: HTMLCanvasElement) => Promise<string | undefined>
type Detector = { detect(picture: HTMLCanvasElement): Promise<{ rawValue: string }[]> }

const lookEveryMs = 150
/** Wide enough for a card at arm’s length, and quick enough for an old tablet. */
const widest = 640

/** Whether this tablet has a camera. */
export async function hasCamera(): Promise<boolean> {
  const devices = await navigator.mediaDevices?.enumerateDevices().catch(() => [])
  return devices?.some(device => device.kind === 'videoinput') ?? false
}

const readsWith =
  (detector: Detector): Reader =>
  async picture =>
    (await detector.detect(picture))[0]?.rawValue

/** The reader of this browser, or ours. */
async function openReader(): Promise<Reader> {
  const Own: unknown = Reflect.get(window, 'BarcodeDetector')
  if (typeof Own === 'function' && 'getSupportedFormats' in Own && typeof Own.getSupportedFormats === 'function') {
    const formats: unknown = await Own.getSupportedFormats()
    if (Array.isArray(formats) && formats.includes('qr_code'))
      return readsWith(Reflect.construct(Own, [{ formats: ['qr_code'] }]))
  }
  const { decodeQR } = await import('qr/decode.js')
  return async picture => {
    const drawing = picture.getContext('2d', { willReadFrequently: true })
    if (!drawing) return undefined
    try {
      return decodeQR(drawing.getImageData(0, 0, picture.width, picture.height))
    } catch {
      // Nothing to read in this picture; the next one comes.
      return undefined
    }
  }
}

/** Shows a camera in a video and reads it until something is found or it is stopped. The camera is off afterwards. */
export async function readCamera(
  video: HTMLVideoElement,
  { signal, onRead }: { signal: AbortSignal; onRead: (text: string) => void },
): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user' }, audio: false })
  try {
    const reader = await openReader()
    if (signal.aborted) return
    video.srcObject = stream
    await video.play()
    const canvas = document.createElement('canvas')
    const drawing = canvas.getContext('2d', { willReadFrequently: true })
    while (!signal.aborted && drawing) {
      const shrunk = Math.min(1, widest / (video.videoWidth || widest))
      canvas.width = Math.round(video.videoWidth * shrunk)
      canvas.height = Math.round(video.videoHeight * shrunk)
      if (canvas.width > 0) {
        drawing.drawImage(video, 0, 0, canvas.width, canvas.height)
        const text = await reader(canvas)
        if (text && !signal.aborted) onRead(text)
      }
      await new Promise(done => setTimeout(done, lookEveryMs))
    }
  } finally {
    for (const track of stream.getTracks()) track.stop()
    video.srcObject = null
  }
}
