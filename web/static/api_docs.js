// Starts the API page; in a file of its own, since the content policy allows no script inside a page.
const place = document.getElementById("swagger-ui");
SwaggerUIBundle({ domNode: place, url: place.dataset.spec, validatorUrl: null, deepLinking: true });
