import type { AccountModels } from './models/accounts.ts';
import type { AdminModels } from './models/admin.ts';
import type { AssistanceModels } from './models/assistance.ts';
import type { BatchModels } from './models/batches.ts';
import type { BranchModels } from './models/branches.ts';
import type { CampaignSeasonModels } from './models/campaigns.ts';
import type { CatalogueModels } from './models/catalogues.ts';
import type { CollectiveModels } from './models/collective.ts';
import type { DocumentModels } from './models/document.ts';
import type { ErrorModels } from './models/errors.ts';
import type { ExchangeModels } from './models/exchange.ts';
import type { ImportModels } from './models/imports.ts';
import type { LayoutModels } from './models/layout.ts';
import type { MeetingModels } from './models/meetings.ts';
import type { OperationModels } from './models/operation.ts';
import type { PaperModels } from './models/paper.ts';
import type { PartModels } from './models/parts.ts';
import type { PeopleModels } from './models/people.ts';
import type { PrintingModels } from './models/printing.ts';
import type { RatingModels } from './models/ratings.ts';
import type { ReadingModels } from './models/reading.ts';
import type { ReportModels } from './models/reports.ts';
import type { ResidenceModels } from './models/residence.ts';
import type { ReviewModels } from './models/reviews.ts';
import type { SummaryModels } from './models/summaries.ts';
import type { VerificationModels } from './models/verification.ts';

/** Template name → the plain object it shows. */
export interface Models
  extends
    AccountModels,
    AdminModels,
    AssistanceModels,
    BatchModels,
    BranchModels,
    CampaignSeasonModels,
    CatalogueModels,
    CollectiveModels,
    DocumentModels,
    ErrorModels,
    ExchangeModels,
    ImportModels,
    LayoutModels,
    MeetingModels,
    OperationModels,
    PaperModels,
    PartModels,
    PeopleModels,
    PrintingModels,
    RatingModels,
    ReadingModels,
    ReportModels,
    ResidenceModels,
    ReviewModels,
    SummaryModels,
    VerificationModels {}
