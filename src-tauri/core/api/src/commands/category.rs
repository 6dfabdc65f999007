//! What resolved matters are about (PO-9).

use runnel_domain::ids::CategoryId;

use super::convert;
use crate::{
    router::Router,
    wire::{
        Done, Made, Nothing, WireError,
        category::{
            Category, CategoryAddRequest, CategoryArchiveRequest, CategoryList,
            CategoryMoveRequest, CategoryRenameRequest,
        },
    },
};

pub(crate) async fn category_list(router: &Router, _: Nothing) -> Result<CategoryList, WireError> {
    let categories = router.app.categories().await?.into_iter();
    Ok(CategoryList {
        categories: categories
            .map(|category| Category {
                id: category.id.0,
                name: category.name,
                archived_at: convert::millis(category.archived_at),
            })
            .collect(),
    })
}

pub(crate) async fn category_add(
    router: &Router,
    request: CategoryAddRequest,
) -> Result<Made, WireError> {
    let made = router.app.category_add(router.me, request.name).await?;
    Ok(convert::made(made.map(|id| id.0)))
}

pub(crate) async fn category_rename(
    router: &Router,
    request: CategoryRenameRequest,
) -> Result<Done, WireError> {
    let id = CategoryId(request.category_id);
    Ok(convert::done(
        router
            .app
            .category_rename(router.me, id, request.name)
            .await?,
    ))
}

pub(crate) async fn category_archive(
    router: &Router,
    request: CategoryArchiveRequest,
) -> Result<Done, WireError> {
    let id = CategoryId(request.category_id);
    Ok(convert::done(
        router
            .app
            .category_archive(router.me, id, request.archived)
            .await?,
    ))
}

pub(crate) async fn category_move(
    router: &Router,
    request: CategoryMoveRequest,
) -> Result<Done, WireError> {
    let id = CategoryId(request.category_id);
    let before = request.before_category_id.map(CategoryId);
    Ok(convert::done(
        router.app.category_move(router.me, id, before).await?,
    ))
}
