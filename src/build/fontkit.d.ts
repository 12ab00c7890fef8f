/** The little we use of fontkit, which ships no types. */
declare module 'fontkit' {
  export interface Font {
    readonly characterSet: number[];
  }
  export function openSync(path: string): Font;
}
