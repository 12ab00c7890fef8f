import type { AccountModels } from './models/accounts.ts';
import type { AdminModels } from './models/admin.ts';
import type { AssistanceModels } from './models/assistance.ts';
import type { BranchModels } from './models/branches.ts';
import type { CatalogueModels } from './models/catalogues.ts';
import type { DocumentModels } from './models/document.ts';
import type { ErrorModels } from './models/errors.ts';
import type { LayoutModels } from './models/layout.ts';
import type { PaperModels } from './models/paper.ts';
import type { PartModels } from './models/parts.ts';
import type { ReviewModels } from './models/reviews.ts';

/** Template name → the plain object it shows. */
export interface Models
  extends
    AccountModels,
    AdminModels,
    AssistanceModels,
    BranchModels,
    CatalogueModels,
    DocumentModels,
    ErrorModels,
    LayoutModels,
    PaperModels,
    PartModels,
    ReviewModels {}
