-- How many more codes appear by themselves after the one that is shown, so that the page promises no other.
ALTER TABLE "Run" ADD COLUMN "codesLeft" INTEGER;
