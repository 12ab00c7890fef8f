import type { Link } from './layout.ts';
import type { ErrorSummary, LineField } from './parts.ts';

/** Models of templates/errors. */
export interface ErrorModels {
  'errors/problem': ProblemModel;
  'errors/unsent': UnsentModel;
}

interface ProblemModel {
  heading: string;
  hint: string;
  fields: string[];
  /** What the person typed in a post that was refused. */
  texts: UnsavedText[];
  choices: UnsavedChoice[];
  signIn: boolean;
  requestId: string;
}

/** A text under its field's label, to be copied, or sent again where it stands in a form. */
export interface UnsavedText {
  id: string;
  name: string;
  label: string;
  text: string;
}

interface UnsavedChoice {
  label: string;
  words: string;
}

/** A form of writing that came after the session's end: sign in here, and it goes on to where it was sent. */
export interface UnsentModel {
  summary: ErrorSummary | null;
  heading: string;
  lead: string;
  note: string | null;
  /** To be done in another window first, and then the form is sent again. */
  duty: Link | null;
  action: string;
  target: { name: string; value: string };
  carried: { name: string; value: string }[];
  /** Name and password, or the second factor's code. */
  asked: LineField[];
  button: string;
  /** Sends the form as it is, for somebody who has signed in at another window; null where that is no way on. */
  elsewhere: { action: string; text: string } | null;
  texts: UnsavedText[];
  choices: UnsavedChoice[];
}
